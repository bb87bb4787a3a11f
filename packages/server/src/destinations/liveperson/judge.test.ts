import { describe, expect, test } from 'vitest'
import type { Answer, Memory } from '../kind.ts'
import { advice } from './advice.ts'
import { errors } from './errors.ts'
import { judge } from './judge.ts'
import { mappedBy, moment, now, page, settings, track } from './testing/moment.ts'

const mapped = mappedBy('retail', page())
const answer = (status: number, body: unknown = '', headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body)
})
const told = (status: number, internalCode: number, message = '') => answer(status, { time: 1, message, internalCode })
const kept: Memory = { vid: 'v', sid: 's', usedAt: now.getTime(), since: now.getTime() - 1000 }
const judged = (given: Answer, more: Parameters<typeof moment>[0] = {}) => judge(given, mapped, moment(more))

describe('S5 an answer that took the report', () => {
  test('names the visit, which is kept', () => {
    expect(judged(answer(201, { sessionId: 's', visitorId: 'v', pageId: 'p' }))).toMatchObject({
      is: 'delivered',
      memory: { vid: 'v', sid: 's', usedAt: now.getTime(), since: now.getTime() }
    })
    expect(judged(answer(200, { sid: 's', vid: 'v' }), { memory: kept })).toMatchObject({
      is: 'delivered',
      memory: kept
    })
  })
  test('may be no answer of LivePerson: it is delivered, and says what is odd', () => {
    for (const body of ['', 'OK', '<html>', '[]', '{"visitorId":{"a":1}}', '{"visitorId":"a\\r\\nb"}'])
      expect(judged(answer(200, body)), body).toEqual({ is: 'delivered', memory: {}, advice: advice.deliveredWithout })
  })
  test('from another host than was saved, says that the account moved', () => {
    const verdict = judged(answer(200, { sessionId: 's', visitorId: 'v' }), {
      prepared: { host: 'lo.v.liveperson.net', isLookedUp: 'yes' }
    })
    expect(verdict).toMatchObject({ advice: expect.stringContaining('lo.v.liveperson.net') })
  })
  test('S10 “activity not visible”: says what to confirm, and of which consumer', () => {
    const verdict = judged(answer(200, { sessionId: 's', visitorId: 'v' }))
    expect(verdict.is === 'delivered' && verdict.advice).toMatch(
      /Not visible in Conversational Cloud\? Confirm that the App Key is active, .* vis_00000000000000000000000000000001 \(consumerId\)/
    )
  })
})

describe('an account that is loading', () => {
  const message = 'Loading account: ta3hWd4IgG, vid: myVisitorId'
  test.each([
    ['1.1', told(202, 38, message)],
    ['1.0', told(500, 20, message)]
  ])('is tried again with the vid it named (version %s)', (_version, given) => {
    expect(judged(given)).toEqual({
      is: 'retry',
      reason: 'loading',
      advice: advice.loading,
      memory: { vid: 'myVisitorId', usedAt: now.getTime() }
    })
  })
  test('that names no vid is tried again with what was kept', () => {
    expect(judged(told(500, 20, 'timeout'), { memory: kept })).toEqual({
      is: 'retry',
      reason: 'loading',
      advice: advice.loading
    })
  })
})

describe('a visit that LivePerson does not know', () => {
  test.each([37, 39, 12])('404/%i is forgotten, and sent again at once without', code => {
    expect(judged(told(404, code), { memory: kept })).toMatchObject({
      is: 'retry',
      memory: {},
      afterMs: 0,
      isFree: true,
      advice: advice.newVisit
    })
  })
  test('although none was named is an ordinary failure: it could go on for ever', () => {
    const verdict = judged(told(404, 39))
    expect(verdict).toMatchObject({ is: 'retry', advice: advice.noVisit })
    expect(verdict).not.toHaveProperty('isFree')
  })
  test('that the page named is not named again', () => {
    const tagged = mappedBy('retail', { ...page(), context: { liveperson: { vid: 'tag', sid: 'x' } } })
    const verdict = judge(told(404, 37), tagged, moment({ memory: kept }))
    expect(verdict).toMatchObject({ is: 'retry', isFree: true, memory: { refusedVid: 'tag' } })
    const after = judge(told(404, 37), tagged, moment({ memory: { refusedVid: 'tag' } }))
    expect(after).not.toHaveProperty('isFree')
  })
})

describe('S10 the troubleshooting table, in words that say what to do', () => {
  test('404: the domain is looked up again, and when that was done the ids are to be checked', () => {
    expect(judged(answer(404, 'Not Found'))).toMatchObject({ is: 'retry', memory: null, isFree: true })
    const after = judged(answer(404, 'Not Found'), { prepared: { host: 'x.liveperson.net', isLookedUp: 'yes' } })
    expect(after).toMatchObject({ is: 'misconfigured', reason: '404' })
    expect(after.advice).toMatch(/monitoring_domain \(press Resolve.*region.*account_id and app_installation_id/)
  })
  test('404 with an unknown App Key pauses, and says which setting', () => {
    expect(judged(told(404, 18))).toMatchObject({
      is: 'misconfigured',
      reason: '404_18',
      advice: expect.stringContaining('app_installation_id')
    })
    expect(judged(told(404, 6))).toMatchObject({ is: 'misconfigured', advice: expect.stringContaining('12345678') })
  })
  test.each([401, 403])('%i: the account may enforce authenticated monitoring', status => {
    const verdict = judged(answer(status))
    expect(verdict).toMatchObject({ is: 'misconfigured', reason: String(status) })
    expect(verdict.advice).toMatch(/authenticated monitoring.*acr loa1.*signed sub.*ask LivePerson/)
    const signed = judged(answer(status), { settings: { ...settings, authenticated: true } })
    expect(signed.advice).toContain('does not accept the signed identity')
  })
  test('400: which field, and that the request is to be reviewed', () => {
    const verdict = judged(told(400, 5, 'consumerId'))
    expect(verdict).toMatchObject({ is: 'invalid', reason: '400_5' })
    expect(verdict.advice).toMatch(/“consumerId” is missing or malformed.*consumerId, identities.sub or vid/)
    expect(judged(answer(400, 'Bad Request')).advice).toMatch(/misses an identity .* malformed.*Review the request/)
    expect(judged(told(400, 5, 'engagementAttributes')).advice).toContain('turn off the rule for pages')
    expect(judged(told(400, 33))).toMatchObject({ is: 'misconfigured', advice: advice.version })
  })
  test('400 with a customer id says that it may be the reason', () => {
    const identified = mappedBy('retail', { ...track('Identified', { userId: 'u1' }) })
    expect(judge(told(400, 5, 'info'), identified, moment()).advice).toContain('“Send the customer id”')
    const without = moment({ settings: { ...settings, send_customer_id: false } })
    expect(judge(told(400, 5, 'info'), identified, without).advice).not.toContain('“Send the customer id”')
  })
  test('a hostile answer is shown short', () => {
    expect(judged(told(400, 5, 'x'.repeat(5000))).advice?.length).toBeLessThan(400)
  })
})

describe('S13 what is tried again', () => {
  test('429 after the time it names, and at least a second', () => {
    expect(judged(answer(429, '', { 'retry-after': '7' }))).toMatchObject({ is: 'retry', afterMs: 7000 })
    expect(judged(answer(429, '', { 'retry-after': '0' }))).toMatchObject({ is: 'retry', afterMs: 1000 })
    expect(judged(answer(429))).toMatchObject({ is: 'retry', afterMs: 1000 })
  })
  test.each([500, 502, 503, 504])('%i at its own pace', status => {
    const verdict = judged(answer(status))
    expect(verdict).toMatchObject({ is: 'retry', reason: String(status) })
    expect(verdict).not.toHaveProperty('afterMs')
  })
  test('a redirect is not followed', () => {
    expect(judged(answer(302))).toMatchObject({ is: 'misconfigured' })
  })
})

test('the table of the documentation says what is done', () => {
  for (const row of errors)
    for (const status of row.status ?? []) {
      // Rows of a 404 without a code are what it comes to once the domain was looked up.
      const prepared = { host: 'va.bc-monitoring.liveperson.net', isLookedUp: 'yes' }
      const given = row.says ? told(status, Number(row.says), 'consumerId') : answer(status)
      const verdict = judged(given, { prepared, memory: kept })
      expect(verdict, `${status} ${row.says ?? ''}`).toMatchObject({
        is: row.is,
        advice: row.advice.replace(/\((401|503)\)/, `(${status})`)
      })
      if (row.reason) expect(verdict).toMatchObject({ reason: row.reason })
    }
})
