import { type Static, Type } from 'typebox'
import { sentEventTypes } from './events.ts'
import { type mappingCasts, mappingLimits, mappingOperators } from './plain.ts'

export type MappingCast = (typeof mappingCasts)[number]
export type MappingOperator = (typeof mappingOperators)[number]

/**
 * `event.type`, `event.name`, `event.id`, `event.time`, `event.url`, `event.path`, `event.title`, `event.referrer`,
 * `properties.…`, `context.…`, `visitor.id`, `visitor.userId`, `visitor.traits.…`, `session.id`; inside `each` also `item.…`.
 * A part that is a number reads a list: `properties.products.0.sku`.
 */
export type MappingPath = string

export type MappingCondition = { path: MappingPath; op: MappingOperator; value?: unknown }

type From =
  | { path: MappingPath }
  | { constant: unknown }
  /** `Order {{properties.order_id}}`: what is missing leaves nothing, what is no text becomes one. */
  | { template: string }
  /** The first that is there. */
  | { first: MappingValue[] }
  /** One object for each of a list; where the path leads to one object, it is a list of one. */
  | { each: MappingPath; fields: Record<string, MappingValue> }
  /** Of a list: its length, the sum of a number, or of two numbers multiplied (`price` times `quantity`). */
  | { sum: MappingPath; of?: string; times?: string }
  /** All texts of a list, or of an object's values. */
  | { texts: MappingPath }

/** Where one field's value comes from, and what is made of it. A value that is missing leaves its field out. */
export type MappingValue = From & {
  as?: MappingCast
  otherwise?: unknown
  when?: MappingCondition
  /** Before it leaves: what a vendor only compares need not be readable. */
  hash?: 'sha256'
}

/** All rules that an event fits are followed, in their order; an event that fits none is not wanted. */
export type MappingRule = {
  name: string
  enabled?: boolean
  on: {
    /** One of these types; all when left out. */
    types?: string[]
    /** One of these names of a `track` or `conversation` event, as they are written; all when left out. */
    names?: string[]
  }
  where?: MappingCondition[]
  /** What it becomes: one of the destination's targets. */
  to: string
  /** By the path in the target: `cart.products`. */
  fields: Record<string, MappingValue>
}
export type Mapping = { rules: MappingRule[] }

const Path = Type.String({ minLength: 1, maxLength: mappingLimits.pathChars })
export const MappingConditionBody = Type.Object(
  { path: Path, op: Type.Enum([...mappingOperators]), value: Type.Optional(Type.Unknown()) },
  { additionalProperties: false }
)
/** What a request may carry; the values of `fields` nest, and are read by the server's own reader, which names what is wrong and where. */
export const MappingBody = Type.Object(
  {
    rules: Type.Array(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: mappingLimits.nameChars }),
          enabled: Type.Optional(Type.Boolean()),
          on: Type.Object(
            {
              types: Type.Optional(Type.Array(Type.Enum([...sentEventTypes, 'conversation']), { maxItems: 20 })),
              names: Type.Optional(
                Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: mappingLimits.names })
              )
            },
            { additionalProperties: false }
          ),
          where: Type.Optional(Type.Array(MappingConditionBody, { maxItems: mappingLimits.conditions })),
          to: Type.String({ minLength: 1, maxLength: 100 }),
          fields: Type.Record(Path, Type.Unknown())
        },
        { additionalProperties: false }
      ),
      { maxItems: mappingLimits.rules }
    )
  },
  { additionalProperties: false }
)
export type MappingBody = Static<typeof MappingBody>

/** What is wrong with a mapping, and where: `rules.2.fields.total.first.0`. */
export const MappingProblem = Type.Object({ at: Type.String(), message: Type.String() })
export type MappingProblem = Static<typeof MappingProblem>

/** One way in which a mapping is not what its preset says. */
export const MappingDifference = Type.Object({
  rule: Type.String(),
  /** Left out where it is the rule: added, taken away, or changed in what it wants or becomes. */
  field: Type.Optional(Type.String()),
  is: Type.Enum(['added', 'removed', 'changed'])
})
export type MappingDifference = Static<typeof MappingDifference>
