// What a funnel means, in the plainest words a program has: every way the events of one person can be steps is tried.

export type Step = { anyOf: string[]; optional?: boolean }
export type Rules = {
  steps: Step[]
  exclude: { event: string; after?: number }[]
  order: 'ordered' | 'strict' | 'any'
  windowMs: number
  fromMs: number
  toMs: number
}
export type Did = { name: string; atMs: number }

/** For each step whether it was reached, and how long the attempt that is told of took from first to last; undefined without one. */
export type Outcome = { reached: boolean[]; tookMs: number | undefined }

/** `end` is the place of its last event among all of theirs. */
type Chain = { startMs: number; end: number }

export function outcomeOf(rules: Rules, events: Did[]): Outcome {
  const own = inOrder(
    rules,
    events.filter(event => event.atMs >= rules.fromMs && event.atMs < rules.toMs + rules.windowMs)
  )
  const chains = rules.steps.map((_, step) =>
    rules.order === 'any' ? sets(rules, own, step) : walks(rules, own, step)
  )
  const last = chains.at(-1) ?? []
  const end = Math.min(...last.map(chain => chain.end))
  const startMs = Math.max(...last.filter(chain => chain.end === end).map(chain => chain.startMs))
  return {
    reached: chains.map(list => list.length > 0),
    tookMs: last.length > 0 ? (own[end]?.atMs ?? 0) - startMs : undefined
  }
}

const isStep = (rules: Rules, step: number, event: Did) =>
  rules.steps[step]?.anyOf.includes(event.name) === true && (step > 0 || event.atMs < rules.toMs)
const excludes = (rules: Rules, event: Did, from: number, to: number) =>
  rules.exclude.some(
    one => one.event === event.name && (one.after === undefined || (one.after > from && one.after <= to))
  )

/** Of one millisecond, those of an earlier step come first, what may be several lies between, and what is no step is last. */
function inOrder(rules: Rules, events: Did[]): Did[] {
  const rank = (event: Did) => {
    const is = rules.steps.map((_, step) => isStep(rules, step, event))
    const middle = is.includes(true) ? is.indexOf(true) + is.lastIndexOf(true) : 2 * is.length
    return `${middle.toString().padStart(2, '0')} ${is.map(one => (one ? 0 : 1)).join('')}`
  }
  return events.toSorted(
    (one, other) => one.atMs - other.atMs || (rank(one) < rank(other) ? -1 : rank(one) > rank(other) ? 1 : 0)
  )
}

/** All ways to come to a step, one event after another. */
function walks(rules: Rules, events: Did[], target: number): Chain[] {
  const found: Chain[] = []
  const goOn = (step: number, place: number, startMs: number) => {
    if (step === target) found.push({ startMs, end: place })
    for (let next = step + 1; next <= target; next += 1) {
      for (let at = place + 1; at < events.length; at += 1) {
        const event = events[at]
        if (!event || !isStep(rules, next, event) || event.atMs - startMs > rules.windowMs) continue
        const between = events.slice(place + 1, at)
        if (between.some(one => excludes(rules, one, step, next))) continue
        if (rules.order === 'strict' && between.length > 0) continue
        goOn(next, at, startMs)
      }
      // Only what is optional can be stepped over.
      if (!rules.steps[next]?.optional) break
    }
  }
  for (const [place, event] of events.entries()) if (isStep(rules, 0, event)) goOn(0, place, event.atMs)
  return found
}

/** All sets of different events that are a step and every one before it that counts. */
function sets(rules: Rules, events: Did[], target: number): Chain[] {
  const needed = rules.steps.flatMap((step, index) =>
    index === target || (index < target && !step.optional) ? [index] : []
  )
  const found: Chain[] = []
  const choose = (chosen: number[]) => {
    const step = needed[chosen.length]
    if (step !== undefined) {
      for (const [place, event] of events.entries())
        if (isStep(rules, step, event) && !chosen.includes(place)) choose([...chosen, place])
      return
    }
    const [first, last] = [Math.min(...chosen), Math.max(...chosen)]
    const [startMs, endMs] = [events[first]?.atMs ?? 0, events[last]?.atMs ?? 0]
    if (endMs - startMs > rules.windowMs) return
    const isEnded = (event: Did) =>
      excludes(rules, event, -1, rules.steps.length) && !rules.steps.some((_, step) => isStep(rules, step, event))
    if (events.slice(first + 1, last).some(isEnded)) return
    found.push({ startMs, end: last })
  }
  choose([])
  return found
}
