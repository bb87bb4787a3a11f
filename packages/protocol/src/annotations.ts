import { type Static, Type } from 'typebox'
import { Moment } from './analytics.ts'
import { Instant } from './ids.ts'

export const AnnotationId = Type.String({
  pattern: '^ann_[0-9a-f]{32}$',
  description: 'Annotation id, ann_ and 32 hex digits'
})

/** What happened at a point of the time axis, in the team's words: "Campaign started", "Checkout was down". */
export const Annotation = Type.Object({
  id: AnnotationId,
  /** A day (2026-11-26), which is that day in every timezone a chart is drawn in, or an instant. */
  at: Moment,
  text: Type.String(),
  createdAt: Instant,
  updatedAt: Instant,
  createdBy: Type.Optional(Type.String())
})
export type Annotation = Static<typeof Annotation>

/** With `from` and `to`, which go together, those that lie within: read as in a question. */
export const AnnotationsQuery = Type.Object({
  from: Type.Optional(Moment),
  to: Type.Optional(Moment),
  timezone: Type.Optional(Type.String({ maxLength: 64 }))
})
export type AnnotationsQuery = Static<typeof AnnotationsQuery>
/** The latest first; 500 at most. */
export const Annotations = Type.Object({ items: Type.Array(Annotation) })
export type Annotations = Static<typeof Annotations>

export const AnnotationCreate = Type.Object(
  { at: Moment, text: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }) },
  { additionalProperties: false }
)
export type AnnotationCreate = Static<typeof AnnotationCreate>
export const AnnotationChange = Type.Partial(AnnotationCreate)
export type AnnotationChange = Static<typeof AnnotationChange>
