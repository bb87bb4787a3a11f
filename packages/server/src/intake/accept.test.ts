import type { EventBatch } from '@foyer/protocol'
import { describe, expect, test } from 'vitest'
import { acceptEvents, openBatch, parseBody } from './accept.ts'

const nowMs = Date.parse('2026-11-21T12:00:00Z')
const agentId = 'agt_0123456789abcdef0123456789abcdef'
const good = { id: 'e1', type: 'page', timestamp: new Date(nowMs).toISOString(), url: 'https://shop.example/' }
const accept = (events: unknown[], more: Partial<EventBatch> = {}) =>
  acceptEvents(openBatch({ agentId, events, ...more }), { nowMs, retentionDays: 365 })

describe('a batch', () => {
  test('keeps its good events whatever stands beside them', () => {
    const nested = (levels: number): object => (levels === 0 ? {} : { in: nested(levels - 1) })
    const deep = JSON.parse(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)
    const bad: [unknown, string][] = [
      [null, 'invalid_event'],
      ['text', 'invalid_event'],
      [{ ...good, id: undefined }, 'invalid_event'],
      [{ ...good, type: 'explode' }, 'unknown_type'],
      [{ ...good, type: 'track' }, 'invalid_event'],
      [{ ...good, timestamp: 'yesterday' }, 'invalid_event'],
      [{ ...good, timestamp: '0000-00-00' }, 'invalid_event'],
      [{ ...good, timestamp: '+275760-09-13T00:00:00Z' }, 'invalid_event'],
      [{ ...good, timestamp: 8.64e15 - 1 }, 'in_the_future'],
      [{ ...good, timestamp: '9999-12-31T00:00:00Z' }, 'in_the_future'],
      [{ ...good, timestamp: '1969-12-31T00:00:00Z' }, 'too_old'],
      [{ ...good, properties: [1] }, 'invalid_event'],
      [{ ...good, properties: nested(11) }, 'properties_too_deep'],
      [{ ...good, properties: deep }, 'properties_too_deep'],
      [{ ...good, properties: { big: 'x'.repeat(40_000) } }, 'properties_too_large'],
      [
        { ...good, properties: Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`property ${n}`, n])) },
        'properties_too_large'
      ]
    ]
    const opened = accept([good, ...bad.map(([event]) => event), good])
    expect(opened.accepted.map(one => one.index)).toEqual([0, bad.length + 1])
    expect(opened.rejected.map(one => [one.index, one.code])).toEqual(bad.map(([, code], at) => [at + 1, code]))
    for (const { message } of opened.rejected) expect(message).toMatch(/^\S.*\.$/)
  })

  test('takes __proto__, NUL, half a surrogate and 1e400 as the data they are', () => {
    const body = `{"agentId":"${agentId}","events":[{"id":"e","type":"track","name":"n","timestamp":${nowMs},
      "properties":{"__proto__":{"admin":true},"nul":"a\\u0000b","half":"\\ud800","huge":1e400}}]}`
    const { accepted, rejected } = acceptEvents(openBatch(parseBody(body)), { nowMs, retentionDays: 365 })
    expect(rejected).toEqual([])
    expect(JSON.parse(accepted[0]?.properties ?? '')).toHaveProperty('nul', 'a\0b')
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  test.each([
    ['not JSON', '{"agentId":', 'malformed'],
    ['an array', '[]', 'invalid'],
    ['no events', JSON.stringify({ agentId, events: [] }), 'invalid'],
    ['501 events', JSON.stringify({ agentId, events: Array(501).fill(good) }), 'too_large'],
    ['an agent id that is none', JSON.stringify({ agentId: 'agt_x', events: [good] }), 'invalid']
  ])('that is %s is refused with a sentence', (_name, body, code) => {
    expect(() => openBatch(parseBody(body))).toThrow(expect.objectContaining({ code }))
  })
})

describe('clocks that lie', () => {
  test('an event happened as long before the arrival as it did before the sending', () => {
    for (const offMs of [0, 48 * 3_600_000, -48 * 3_600_000, 3 * 365 * 86_400_000]) {
      const sentAt = nowMs + offMs
      const { accepted } = accept([{ ...good, timestamp: sentAt - 5000 }], { sentAt })
      expect(accepted[0]?.timeMs, `${offMs}`).toBe(nowMs - 5000)
    }
  })

  test('without sentAt the time is taken as it is, and what is too old or in the future is told apart', () => {
    const at = (timestamp: number) => accept([{ ...good, timestamp }])
    expect(at(nowMs - 1000).accepted[0]?.timeMs).toBe(nowMs - 1000)
    expect(at(nowMs + 25 * 3_600_000).rejected[0]?.code).toBe('in_the_future')
    expect(at(nowMs - 366 * 86_400_000).rejected[0]?.code).toBe('too_old')
  })
})
