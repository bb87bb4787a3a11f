import { type Static, Type } from 'typebox'
import { Moment } from './analytics.ts'
import { Instant } from './ids.ts'

export const AnnotationId = Type.String({
  pattern: '^ann_[0-9a-f]{32}$',
  description: 'Annotation id, ann_ and 32 hex digits'
})

/** A day (2026-11-26), which is that day in every timezone a chart is drawn in, or an instant. */
const At = Moment
const Text = Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' })

/** What happened at a point of the time axis, in the team's words: "Campaign started", "Checkout was down". */
export const Annotation = Type.Object({
  id: AnnotationId,
  at: At,
  text: Type.String(),
  /** The member's name, or the key's. */
  by: Type.String(),
  createdAt: Instant,
  updatedAt: Instant
})
export type Annotation = Static<typeof Annotation>

/** Newest first. With `from` or `to`, those that lie within a question's span; read like `from` and `to` of a question. */
export const AnnotationsQuery = Type.Object({
  from: Type.Optional(Moment),
  to: Type.Optional(Moment),
  timezone: Type.Optional(Type.String({ maxLength: 64 }))
})
export type AnnotationsQuery = Static<typeof AnnotationsQuery>
/** At most the 500 newest. */
export const Annotations = Type.Object({ items: Type.Array(Annotation) })
export type Annotations = Static<typeof Annotations>

export const AnnotationCreate = Type.Object({ at: At, text: Text }, { additionalProperties: false })
export type AnnotationCreate = Static<typeof AnnotationCreate>
export const AnnotationChange = Type.Partial(AnnotationCreate)
export type AnnotationChange = Static<typeof AnnotationChange>
