import { type Static, Type } from 'typebox'
import { ErasureId, Instant, pageOf } from './ids.ts'

/** An erasing that was asked for. Nothing in it says who was erased. */
export const Erasure = Type.Object({
  id: ErasureId,
  askedAt: Instant,
  askedBy: Type.String(),
  /** `running`: they are found nowhere any more, and what the event store and the disk hold of them is being deleted. */
  state: Type.Union([Type.Literal('running'), Type.Literal('done')]),
  /** How many browsers were theirs. */
  browsers: Type.Integer(),
  finishedAt: Type.Optional(Instant),
  /** Why it is not done yet; it is tried again until it is. */
  problem: Type.Optional(Type.String())
})
export type Erasure = Static<typeof Erasure>

export const ErasurePage = pageOf(Erasure)
export type ErasurePage = Static<typeof ErasurePage>
