import { type Static, Type } from 'typebox'

export const fieldKinds = ['field', 'property', 'trait', 'event'] as const

/**
 * What a filter may name, or the values it may take, for whoever writes one. Without `of` the names: `field` is of the fixed list, `property`
 * of events of late (`properties.price`), `trait` of people (`traits.plan`), `event` what can be done (a type or a name). With `of`, one of
 * those names, its most frequent values. `limit` is of each kind. `search` is what has been typed so far, anywhere in it.
 */
export const FieldsQuery = Type.Object({
  of: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  search: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 }))
})
export type FieldsQuery = Static<typeof FieldsQuery>

/** Of a name: as `property` (or `event`) of a condition wants it. `count`: events, or people of a trait, that have it; absent where nobody counted. */
export const FieldsAnswer = Type.Object({
  items: Type.Array(
    Type.Object({
      value: Type.String(),
      kind: Type.Optional(Type.Enum([...fieldKinds])),
      count: Type.Optional(Type.Integer())
    })
  )
})
export type FieldsAnswer = Static<typeof FieldsAnswer>
