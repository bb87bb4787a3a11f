import { type AskingDeps, createAsking, type NoAnswer, type Versioned } from './asking.ts'

/** Who is in stays so for this long, whatever they do: a rule is rarely left by what somebody does next. */
const goodForMs = 30_000
/** The clocks of two processes differ by less. */
const clocksMs = 5_000
const mostHeld = 50_000

export type Waits = { visitor: string; createdAt: Date }
export type Members = { is: 'answered'; isIn(visitor: string): boolean }
type Held = { isIn: boolean; round: number; atMs: number }

/**
 * Who is in the segment of a destination, for what waits in a lane. Who is in is not asked again for half a minute. Who is not is asked
 * about for whatever came after they were: their very event may have brought them in.
 */
export function createMembers(deps: AskingDeps) {
  const asking = createAsking(deps)
  const held = new Map<string, Held>()

  const keyOf = ({ segment: { id, version } }: Versioned, visitor: string) => `${id} ${version} ${visitor}`

  /** `after`: so many rounds had begun when these were claimed. */
  function holds({ isIn, round, atMs }: Held, { createdAt }: Waits, after: number): boolean {
    const ageMs = deps.clock().getTime() - atMs
    if (ageMs < 0 || ageMs > goodForMs) return false
    return isIn || round > after || createdAt.getTime() + clocksMs < atMs
  }

  function hold(key: string, one: Held): void {
    held.delete(key)
    held.set(key, one)
    if (held.size <= mostHeld) return
    const [oldest] = held.keys()
    if (oldest !== undefined) held.delete(oldest)
  }

  return {
    /** How many rounds began, for `of` what is claimed now. */
    get begun() {
      return asking.begun
    },
    async of(of: Versioned, waits: readonly Waits[], after: number): Promise<Members | NoAnswer> {
      const within = new Map<string, boolean>()
      const open = new Set<string>()
      for (const one of waits) {
        const known = held.get(keyOf(of, one.visitor))
        if (known && holds(known, one, after)) within.set(one.visitor, known.isIn)
        else open.add(one.visitor)
      }
      if (open.size > 0) {
        const answer = await asking.who(of, [...open], after)
        if (answer.is !== 'answered') return answer
        for (const visitor of open) {
          const isIn = answer.within.has(visitor)
          within.set(visitor, isIn)
          hold(keyOf(of, visitor), { isIn, round: answer.round, atMs: answer.atMs })
        }
      }
      return { is: 'answered', isIn: visitor => within.get(visitor) === true }
    },
    close: asking.close
  }
}

export type KnownMembers = ReturnType<typeof createMembers>
