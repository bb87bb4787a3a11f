import type { FunnelAnswer } from '@foyer/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { identify, newLocalId, track, uuidV7 } from '../../../test/visitor.ts'
import { call, mintWorkspace, settled } from '../../../test/workspace.ts'
import { type Did, outcomeOf, type Rules } from './testing/model.ts'

const startMs = Date.UTC(2026, 9, 1, 12)
const kinds = ['a', 'b', 'c', 'd']
/** Two of these are the shortest window there is. */
const tickMs = 500

/** Few kinds in few milliseconds, so that most questions have an answer that is not plain. */
const life = fc.array(
  fc.record({
    name: fc.constantFrom(...kinds),
    atMs: fc.integer({ min: 0, max: 11 }).map(ticks => startMs + ticks * tickMs)
  }),
  { minLength: 1, maxLength: 7 }
)
const rules = fc
  .record({
    steps: fc.array(
      fc.record({
        anyOf: fc.uniqueArray(fc.constantFrom(...kinds), { minLength: 1, maxLength: 2 }),
        optional: fc.boolean()
      }),
      { minLength: 2, maxLength: 4 }
    ),
    order: fc.constantFrom('ordered' as const, 'ordered' as const, 'strict' as const, 'any' as const),
    exclude: fc.array(
      fc.record({ event: fc.constantFrom(...kinds), after: fc.option(fc.integer({ min: 1, max: 3 })) }),
      {
        maxLength: 2
      }
    ),
    seconds: fc.integer({ min: 1, max: 5 }),
    from: fc.integer({ min: 0, max: 4 }),
    length: fc.integer({ min: 1, max: 12 })
  })
  .map(
    ({ steps, order, exclude, seconds, from, length }): Rules => ({
      order,
      windowMs: seconds * 1_000,
      fromMs: startMs + from * tickMs,
      toMs: startMs + (from + length) * tickMs,
      steps: steps.map((step, index) => ({
        anyOf: step.anyOf,
        optional: step.optional && index > 0 && index < steps.length - 1
      })),
      exclude: exclude.map(({ event, after }) =>
        after === null || after >= steps.length || order === 'any' ? { event } : { event, after }
      )
    })
  )

const questionOf = (rules: Rules) => ({
  from: new Date(rules.fromMs).toISOString(),
  to: new Date(rules.toMs).toISOString(),
  window: `${rules.windowMs / 1_000}s`,
  order: rules.order,
  steps: rules.steps.map(({ anyOf: [first, ...others], optional }) => ({
    event: first,
    anyOf: others.map(event => ({ event })),
    ...(optional && { optional })
  })),
  exclude: rules.exclude
})

function medianOf(values: number[]): number | undefined {
  const sorted = values.toSorted((one, other) => one - other)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]]
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}

test('DA1 a funnel answers what its rules say, whatever people did and whatever is asked', {
  timeout: 120_000
}, async () => {
  const workspace = await mintWorkspace()
  await call('PATCH', '/api/workspace', { who: workspace.key, body: { retentionDays: 3650 } })
  const lives = fc.sample(life, 60)
  await Promise.all(lives.map(did => live(workspace, did)))
  await settled()
  for (const asked of fc.sample(rules, 120)) {
    const question = questionOf(asked)
    const answer = await call<FunnelAnswer>('POST', '/api/analytics/funnel', { who: workspace.key, body: question })
    const outcomes = lives.map(did => outcomeOf(asked, did))
    const expected = {
      counts: asked.steps.map((_, step) => outcomes.filter(outcome => outcome.reached[step]).length),
      median: medianOf(outcomes.flatMap(({ tookMs }) => (tookMs === undefined ? [] : [tookMs / 1_000])))
    }
    const told = {
      counts: answer.body.steps?.map(step => step.count),
      median: answer.body.timeToConvert?.medianSeconds
    }
    expect(told, JSON.stringify({ question, lives, answer: answer.body })).toEqual(expected)
  }
})

/** Somebody new, who did all this, told out of order. */
async function live(workspace: Awaited<ReturnType<typeof mintWorkspace>>, did: Did[]): Promise<void> {
  const { body } = await identify(workspace, { localId: newLocalId() })
  const events = did.map(({ name, atMs }) => track(name, {}, { id: uuidV7(atMs), timestamp: atMs }))
  const answer = await call<{ accepted: number }>('POST', `/api/visitors/${body.visitorId}/events`, {
    who: workspace.key,
    body: { agentId: workspace.agentId, events: events.toReversed() }
  })
  expect(answer.body.accepted, JSON.stringify(answer.body)).toBe(did.length)
}
