/**
 * How much one event may be made into. A list of 500 in a list of 500 under 200 fields, each of them the whole of the properties, is a
 * small mapping and a large event away; it must cost neither seconds nor gigabytes, whoever sends the event.
 */
export const mostSteps = 50_000
export const mostChars = 1_000_000
/** Deeper ones are not followed: turning them into text would not end well (`JSON.stringify` throws at some thousand). */
const mostDeep = 60

export type Effort = { steps: number; chars: number; weights: WeakMap<object, number> }
export const freshEffort = (): Effort => ({ steps: mostSteps, chars: mostChars, weights: new WeakMap() })
export const isSpent = (effort: Effort) => effort.steps < 0 || effort.chars < 0

/** Whether there is room for one more value. */
export function step(effort: Effort): boolean {
  effort.steps--
  return !isSpent(effort)
}

/** Takes the room that the value needs as text; false where there is none. What is read twice is weighed once, and taken twice. */
export function take(effort: Effort, value: unknown): boolean {
  effort.chars -= weight(effort, value, 0)
  return !isSpent(effort)
}

function weight(effort: Effort, value: unknown, depth: number): number {
  if (typeof value === 'string') return value.length + 2
  if (typeof value !== 'object' || value === null) return 8
  const known = effort.weights.get(value)
  if (known !== undefined) return known
  if (depth > mostDeep) return Number.POSITIVE_INFINITY
  let sum = 2
  for (const key in value) {
    if (Object.hasOwn(value, key))
      sum += key.length + 4 + weight(effort, (value as Record<string, unknown>)[key], depth + 1)
    if (sum > mostChars) break
  }
  effort.weights.set(value, sum)
  return sum
}
