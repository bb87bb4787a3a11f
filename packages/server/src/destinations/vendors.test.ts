import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { ga4 } from './ga4/index.ts'
import { hubspot } from './hubspot/index.ts'
import type { Kind } from './kind.ts'
import { kinds } from './kinds.ts'
import { klaviyo } from './klaviyo/index.ts'
import { applyMapping } from './mapping/apply.ts'
import { meta } from './meta/index.ts'
import { s3 } from './s3/index.ts'
import { fromSample } from './sample.ts'
import { segment } from './segment/index.ts'
import { settingsOf } from './settings/check-settings.ts'
import { samples } from './shop-samples.ts'
import { slack } from './slack/index.ts'
import { openGa4 } from './testing/ga4-server.ts'
import { openHubspot } from './testing/hubspot-server.ts'
import { openKlaviyo } from './testing/klaviyo-server.ts'
import { openMeta } from './testing/meta-server.ts'
import { oneTry } from './testing/one-try.ts'
import { readable } from './testing/readable.ts'
import { openS3 } from './testing/s3-server.ts'
import { openSegment } from './testing/segment-server.ts'
import { openSlack } from './testing/slack-server.ts'
import type { Said, Vendor } from './testing/vendor.ts'

const order = samples.orderCompleted
const byJo = { ...samples.productViewed, visitor: order.visitor }

/** All examples of a destination that send something, against its own server: each has to be taken. */
async function takesAll(kind: Kind, settings: Record<string, unknown>) {
  for (const { title, preset, in: event, out, mapping, settings: own } of kind.examples) {
    if (!('url' in out) || mapping) continue
    const { endpoint: _, ...asShown } = own
    const { verdict } = await oneTry(kind, { ...asShown, ...settings }, [event], { preset })
    expect(verdict.is, `${title}: ${JSON.stringify(verdict)}`).toBe('delivered')
  }
}

const cases = (rows: [string, Said, 'retry' | 'invalid' | 'misconfigured' | 'delivered', RegExp, number?][]) => rows

async function meets(vendor: Vendor, said: Said, tried: () => ReturnType<typeof oneTry>) {
  vendor.says(said)
  return (await tried()).verdict
}

describe('each target has an example that is sent', () => {
  test.each(kinds.filter(kind => kind.type !== 'liveperson').map(kind => [kind.name, kind] as const))(
    '%s',
    (_name, kind) => {
      const named = new Set(
        kind.examples.flatMap(({ mapping, preset, out, in: event }) =>
          'url' in out
            ? (mapping ?? kind.presets.find(one => one.key === preset)?.mapping)?.rules
                .filter(
                  ({ on }) =>
                    (!on.types || on.types.includes(event.type)) && (!on.names || on.names.includes(event.name ?? ''))
                )
                .map(rule => rule.to)
            : []
        )
      )
      expect(kind.targets.map(target => target.to).filter(to => !named.has(to))).toEqual([])
    }
  )
})

describe('the form', () => {
  const judging = { allowPrivate: true, judge: async () => undefined }
  const others = kinds.filter(kind => kind.type !== 'liveperson').map(kind => [kind.name, kind] as const)

  test.each(others)('of %s takes the settings of its examples', async (_name, kind) => {
    for (const { title, settings } of kind.examples)
      expect((await settingsOf(kind, settings, judging)).problems, title).toEqual([])
  })

  test.each(others)(
    'of %s says of every text, secret and number that is nonsense what it should be',
    async (_name, kind) => {
      const nonsense = Object.fromEntries(
        kind.settings
          .filter(field => field.kind !== 'switch')
          .map(field => [field.key, field.kind === 'choice' ? 'x' : '“ \u0007'])
      )
      const { problems } = await settingsOf(kind, nonsense, judging)
      const hidden = kind.settings.filter(field => field.shownWhen).map(field => field.key)
      expect(problems.map(one => one.key).sort()).toEqual(
        Object.keys(nonsense)
          .filter(key => !hidden.includes(key))
          .sort()
      )
      for (const { message } of problems) expect(message).toMatch(/\.$/)
    }
  )
})

describe('Segment', async () => {
  const vendor = await openSegment('a-write-key')
  const settings = { host: vendor.url, write_key: 'a-write-key' }
  afterAll(vendor.close)
  beforeEach(vendor.forget)

  test('takes every example, and many events in one request', async () => {
    await takesAll(segment, settings)
    const many = Array.from({ length: 40 }, (_, n) => ({ ...order, id: `many-${n}` }))
    const { verdict } = await oneTry(segment, settings, many)
    expect(verdict).toEqual({ is: 'delivered' })
    expect([...vendor.kept.keys()].filter(id => id.startsWith('many-'))).toHaveLength(40)
  })

  test('the same event sent again is the same, and an id of 100 characters is one Segment takes', async () => {
    const before = vendor.kept.size
    await oneTry(segment, settings, [{ ...order, id: 'twice' }])
    await oneTry(segment, settings, [{ ...order, id: 'twice' }])
    await oneTry(segment, settings, [{ ...order, id: 'x'.repeat(100) }])
    expect(vendor.kept.size).toBe(before + 2)
  })

  test('what two rules make of one event are two calls, also where a request ends between them', async () => {
    const rule = (name: string, event: string) => ({
      name,
      on: { names: ['Order Completed'] },
      to: 'track',
      fields: { event: { constant: event }, anonymousId: { path: 'visitor.id' } }
    })
    const event = fromSample({ ...order, id: 'divided' }, new Date())
    const calls = applyMapping({ rules: [rule('One', 'A'), rule('Another', 'B')] }, event)
    const ids = (mapped: typeof calls, part?: number) => {
      const moment = { settings, memory: {}, now: new Date(), deliveryId: 'dlv_1', prepared: {} }
      const built = segment.build(mapped, part === undefined ? moment : { ...moment, part })
      const { body } = 'request' in built ? built.request : { body: '{"batch":[]}' }
      return (JSON.parse(String(body)) as { batch: { messageId: string }[] }).batch.map(call => call.messageId)
    }
    expect(ids(calls)).toEqual(['divided', 'divided:1'])
    expect([...ids(calls.slice(0, 1)), ...ids(calls.slice(1), 1)]).toEqual(['divided', 'divided:1'])
  })

  test('an event above 32 KB is said to be too large before it is sent', async () => {
    const large = { ...order, properties: { note: 'x'.repeat(33_000) } }
    expect((await oneTry(segment, settings, [large])).verdict).toMatchObject({ is: 'invalid', reason: 'too_large' })
    const most = Array.from({ length: 40 }, (_, n) => ({
      ...order,
      id: `l-${n}`,
      properties: { note: 'x'.repeat(30_000) }
    }))
    expect((await oneTry(segment, settings, most)).verdict).toMatchObject({ is: 'invalid', reason: 'batch_too_large' })
    expect(vendor.heard).toHaveLength(0)
  })

  test('a wrong write key stops it, with a sentence', async () => {
    expect((await oneTry(segment, { ...settings, write_key: 'other' }, [order])).verdict).toMatchObject({
      is: 'misconfigured',
      advice: expect.stringContaining('write key')
    })
  })

  test.each(
    cases([
      [
        'its own time to wait',
        { status: 429, headers: { 'x-ratelimit-reset': '7' } },
        'retry',
        /fewer requests/,
        7_000
      ],
      ['Retry-After', { status: 429, headers: { 'retry-after': '3' } }, 'retry', /fewer requests/, 3_000],
      ['a source that is off', { status: 404, body: 'source is disabled' }, 'misconfigured', /turned off/],
      ['a quota of Jitsu', { status: 402 }, 'misconfigured', /quota/],
      ['a failure', { status: 503 }, 'retry', /problem of its own/]
    ])
  )('it says %s', async (_what, said, is, advice, afterMs) => {
    const verdict = await meets(vendor, said, () => oneTry(segment, settings, [order]))
    expect(verdict).toMatchObject({ is, advice: expect.stringMatching(advice), ...(afterMs ? { afterMs } : {}) })
  })
})

describe('Slack', async () => {
  const vendor = await openSlack()
  const settings = { webhook_url: vendor.webhookUrl }
  afterAll(vendor.close)
  beforeEach(vendor.forget)

  test('takes every example', () => takesAll(slack, settings))

  test('a visitor who writes <!channel> calls nobody', async () => {
    const lead = {
      ...samples.leadGenerated,
      properties: { topic: '<!channel> <@U123> <#C1> <https://evil.example|the bank> & more' }
    }
    await oneTry(slack, settings, [lead])
    const [own] = (vendor.messages.at(-1) ?? '').split('\n')
    expect(own).not.toMatch(/[<>]/)
    expect(own).toContain('&lt;!channel&gt;')
  })

  test('a message nobody would read to its end is cut', async () => {
    await oneTry(slack, settings, [{ ...samples.leadGenerated, properties: { topic: 'x'.repeat(30_000) } }])
    expect(vendor.messages.at(-1)?.length).toBeLessThan(3_200)
  })

  test.each(
    cases([
      ['invalid_payload', { status: 400, body: 'invalid_payload' }, 'invalid', /could not read/],
      ['channel_not_found', { status: 404, body: 'channel_not_found' }, 'misconfigured', /not there any more/],
      ['channel_is_archived', { status: 410, body: 'channel_is_archived' }, 'misconfigured', /archived/],
      ['action_prohibited', { status: 403, body: 'action_prohibited' }, 'misconfigured', /administrator/],
      ['no_service', { status: 404, body: 'no_service' }, 'misconfigured', /new webhook/],
      ['invalid_token', { status: 403, body: 'invalid_token' }, 'misconfigured', /revoked/],
      [
        'slow down',
        { status: 429, headers: { 'retry-after': '30' }, body: 'rate_limited' },
        'retry',
        /one message a second/,
        30_000
      ],
      ['rollup_error', { status: 500, body: 'rollup_error' }, 'retry', /sent again/],
      ['something new', { status: 404, body: 'something_new' }, 'misconfigured', /address/]
    ])
  )('it says %s', async (_what, said, is, advice, afterMs) => {
    const verdict = await meets(vendor, said, () => oneTry(slack, settings, [order]))
    expect(verdict).toMatchObject({ is, advice: expect.stringMatching(advice), ...(afterMs ? { afterMs } : {}) })
  })
})

describe('Google Analytics', async () => {
  const vendor = await openGa4('G-ABC123XYZ9', 'a secret & more')
  const settings = { measurement_id: 'G-ABC123XYZ9', api_secret: 'a secret & more', endpoint: vendor.url }
  afterAll(vendor.close)
  beforeEach(vendor.forget)

  test('counts every example', async () => {
    await takesAll(ga4, settings)
    const sent = ga4.examples.filter(({ out, mapping }) => 'url' in out && !mapping)
    expect(vendor.counted).toHaveLength(sent.length)
  })

  test('an event far beyond its limits is cut to them, and the team is told what was cut', async () => {
    const properties = {
      ...Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`field ${n}`, 'x'.repeat(300)])),
      ga_private: 1,
      nested: { a: 1 }
    }
    const before = vendor.counted.length
    const { verdict } = await oneTry(ga4, settings, [{ ...samples.signedUp, properties }], { preset: 'own' })
    expect(verdict).toMatchObject({ is: 'delivered', advice: expect.stringMatching(/cut to 100.*25 parameters/s) })
    expect(vendor.counted).toHaveLength(before + 1)
  })

  test('a secret that is wrong is answered with success, and nothing counted: only a test says more', async () => {
    const before = vendor.counted.length
    const wrong = { ...settings, api_secret: 'another' }
    expect((await oneTry(ga4, wrong, [order])).verdict).toEqual({ is: 'delivered' })
    expect(vendor.counted).toHaveLength(before)
  })

  test('the test button asks the validation, which counts nothing and says what is wrong', async () => {
    const before = vendor.counted.length
    const tried = await oneTry(ga4, settings, [order], { isTest: true })
    expect(tried.verdict).toMatchObject({ is: 'delivered', advice: expect.stringContaining('Realtime') })
    expect(vendor.heard.at(-1)?.path).toBe('/debug/mp/collect')
    vendor.says({
      status: 200,
      body: { validationMessages: [{ description: 'Event has no name.', validationCode: 'VALUE_REQUIRED' }] }
    })
    expect((await oneTry(ga4, settings, [order], { isTest: true })).verdict).toEqual({
      is: 'invalid',
      reason: 'validation',
      advice: 'Google would not count this event: Event has no name.'
    })
    expect(vendor.counted).toHaveLength(before)
  })

  test('only a purchase may be sent twice', () => {
    const mapped = (to: string) => [{ rule: 'r', to, fields: {}, event: {} as never }]
    expect(ga4.mayRepeat(mapped('purchase'))).toBe(true)
    expect(ga4.mayRepeat(mapped('add_to_cart'))).toBe(false)
  })
})

describe('Meta', async () => {
  const vendor = await openMeta('1234567890123456', 'a-token')
  const settings = { pixel_id: '1234567890123456', access_token: 'a-token', endpoint: vendor.url }
  afterAll(vendor.close)
  beforeEach(vendor.forget)

  test('takes every example', () => takesAll(meta, settings))

  test('nothing that names a person leaves in the clear', async () => {
    const { request } = await oneTry(meta, settings, [order])
    expect(String(request?.body)).not.toMatch(/jo@example|Berg|1234567"|u_42/i)
  })

  test('one bad event has the whole request refused: the verdict says so of all, and alone each has its own', async () => {
    const bad = {
      ...order,
      id: 'bad',
      url: 'https://shop.example',
      properties: { ...order.properties, currency: 'euros' }
    }
    const good = { ...order, id: 'good' }
    const together = await oneTry(meta, settings, [good, bad])
    expect(together.verdict).toMatchObject({ is: 'invalid', advice: expect.stringContaining('needs a currency') })
    expect(vendor.counted.has('Purchase good')).toBe(false)
    expect((await oneTry(meta, settings, [good])).verdict).toEqual({ is: 'delivered' })
    expect((await oneTry(meta, settings, [bad])).verdict.is).toBe('invalid')
    expect(vendor.counted.has('Purchase good')).toBe(true)
  })

  test('a token or pixel that is wrong stops it, in words', async () => {
    expect((await oneTry(meta, { ...settings, access_token: 'x' }, [order])).verdict).toMatchObject({
      is: 'misconfigured',
      reason: '190',
      advice: expect.stringContaining('Generate a new one')
    })
    expect((await oneTry(meta, { ...settings, pixel_id: '99999' }, [order])).verdict).toMatchObject({
      is: 'misconfigured',
      reason: '100/33'
    })
  })

  const error = (code: number, more: Record<string, unknown> = {}, status = 400): Said => ({
    status,
    body: { error: { message: 'No.', type: 'OAuthException', code, fbtrace_id: 'x', ...more } }
  })
  test.each(
    cases([
      ['too old', error(100, { error_subcode: 2804003 }), 'invalid', /seven days/],
      ['no permission', error(278), 'misconfigured', /may not write/],
      ['a version that ended', error(2635), 'misconfigured', /Raise the version/],
      ['too many calls', error(80003), 'retry', /fewer requests/],
      ['a problem of its own', error(2, { is_transient: true }, 500), 'retry', /problem of its own/],
      ['transient, with a code nobody knows', error(9999, { is_transient: true }), 'retry', /sent again/],
      ['a code nobody knows', error(9999), 'invalid', /Meta says: No\./],
      ['a page of a gateway', { status: 502, body: '<html>' }, 'retry', /problem of its own/]
    ])
  )('it says %s', async (_what, said, is, advice) => {
    const verdict = await meets(vendor, said, () => oneTry(meta, settings, [order]))
    expect(verdict).toMatchObject({ is, advice: expect.stringMatching(advice) })
  })
})

describe('Klaviyo', async () => {
  const vendor = await openKlaviyo('pk_a_private_key')
  const settings = { api_key: 'pk_a_private_key', endpoint: vendor.url }
  afterAll(vendor.close)
  beforeEach(vendor.forget)

  test('takes every example, and a phone number it would refuse is left out', async () => {
    await takesAll(klaviyo, settings)
    const visitor = { ...order.visitor, traits: { ...order.visitor?.traits, phone: '030 1234567' } }
    const { verdict, request } = await oneTry(klaviyo, settings, [{ ...order, visitor }])
    expect(verdict).toEqual({ is: 'delivered' })
    expect(String(request?.body)).not.toContain('phone_number')
  })

  test('the same event sent again is one', async () => {
    await oneTry(klaviyo, settings, [{ ...byJo, id: 'twice' }])
    await oneTry(klaviyo, settings, [{ ...byJo, id: 'twice' }])
    expect([...vendor.events.keys()].filter(key => key.startsWith('twice '))).toHaveLength(1)
  })

  const errors = (status: number, detail: string): Said => ({
    status,
    body: { errors: [{ id: '1', status, code: 'x', title: 'x', detail, source: { pointer: '/data/attributes/time' } }] }
  })
  test.each(
    cases([
      ['that it has it already', errors(409, 'A duplicate.'), 'delivered', /already/],
      ['what is wrong', errors(400, 'Not a time.'), 'invalid', /Not a time\. \(\/data\/attributes\/time\)/],
      ['a wrong key', errors(401, 'Missing key.'), 'misconfigured', /does not know this key/],
      ['a key without rights', errors(403, 'No.'), 'misconfigured', /full access/],
      ['a revision that ended', errors(410, 'Gone.'), 'misconfigured', /Raise it/],
      ['slow down', { ...errors(429, 'Throttled.'), headers: { 'retry-after': '2' } }, 'retry', /fewer requests/, 2_000]
    ])
  )('it says %s', async (_what, said, is, advice, afterMs) => {
    const verdict = await meets(vendor, said, () => oneTry(klaviyo, settings, [order]))
    expect(verdict).toMatchObject({ is, advice: expect.stringMatching(advice), ...(afterMs ? { afterMs } : {}) })
  })
})

describe('HubSpot', async () => {
  const product = ['product_id', 'product_name', 'price']
  const money = ['order_id', 'total', 'currency']
  const vendor = await openHubspot('pat-eu1-a-token', {
    pe12345678_product_viewed: product,
    pe12345678_product_added: product,
    pe12345678_checkout_started: money,
    pe12345678_order_completed: money
  })
  const settings = { access_token: 'pat-eu1-a-token', hub_id: '12345678', endpoint: vendor.url }
  afterAll(vendor.close)
  beforeEach(vendor.forget)

  test('takes every example; a contact is written over and not made twice', async () => {
    await takesAll(hubspot, settings)
    expect([...vendor.contacts.keys()]).toEqual(['jo@example.com'])
  })

  test('an event nobody has defined there is said to be that', async () => {
    expect((await oneTry(hubspot, { ...settings, hub_id: '999' }, [order], { preset: 'shop' })).verdict).toMatchObject({
      is: 'invalid',
      advice: expect.stringMatching(/Define it there.*pe999_order_completed/)
    })
  })

  const said = (status: number, category: string, more = {}): Said => ({
    status,
    body: { status: 'error', message: 'No.', correlationId: 'x', category, ...more }
  })
  test.each(
    cases([
      ['a token it does not know', said(401, 'INVALID_AUTHENTICATION'), 'misconfigured', /does not know this token/],
      ['a missing scope', said(403, 'MISSING_SCOPES'), 'misconfigured', /lacks a scope/],
      ['a plan without events', said(403, 'FORBIDDEN'), 'misconfigured', /Enterprise/],
      [
        'too fast',
        { ...said(429, 'RATE_LIMITS', { policyName: 'TEN_SECONDLY_ROLLING' }), headers: { 'retry-after': '10' } },
        'retry',
        /fewer/,
        10_000
      ],
      ['the day is used up', said(429, 'RATE_LIMITS', { policyName: 'DAILY' }), 'retry', /of the day/, 3_600_000],
      ['a conflict', said(409, 'CONFLICT'), 'retry', /sent again/],
      [
        'a contact it did not take',
        said(207, 'VALIDATION_ERROR', { errors: [{ message: 'No such address' }], message: undefined }),
        'invalid',
        /No such address/
      ]
    ])
  )('it says %s', async (_what, answer, is, advice, afterMs) => {
    const verdict = await meets(vendor, answer, () => oneTry(hubspot, settings, [samples.signedUp]))
    expect(verdict).toMatchObject({ is, advice: expect.stringMatching(advice), ...(afterMs ? { afterMs } : {}) })
  })
})

describe('S3', async () => {
  const account = {
    bucket: 'my-events',
    region: 'eu-central-1',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
  }
  const vendor = await openS3(account)
  const settings = {
    bucket: account.bucket,
    region: account.region,
    access_key_id: account.accessKeyId,
    secret_access_key: account.secretAccessKey,
    endpoint: vendor.url
  }
  afterAll(vendor.close)
  beforeEach(vendor.forget)

  test('a store that checks the signature takes every example', () => takesAll(s3, settings))

  test.each(['ndjson', 'parquet'])(
    'many events are one file of %s, and a second try is written over the first',
    async format => {
      const many = Array.from({ length: 500 }, (_, n) => ({ ...order, id: `row-${n}` }))
      const before = vendor.objects.size
      const deliveryId = `dlv_${format.padStart(32, '0')}`
      for (const _try of [1, 2])
        expect((await oneTry(s3, { ...settings, format }, many, { deliveryId })).verdict).toEqual({ is: 'delivered' })
      expect(vendor.objects.size).toBe(before + 1)
      const [name, bytes] = [...vendor.objects].at(-1) ?? []
      expect(name).toMatch(/^foyer\/event_date=\d{4}-\d\d-\d\d\/hour=\d\d\/dlv_/)
      const read = await readable(new Uint8Array(bytes ?? []))
      const rows = (
        typeof read === 'string'
          ? read
              .trim()
              .split('\n')
              .map(line => JSON.parse(line))
          : read
      ) as { id: string }[]
      expect(rows.map(row => row.id)).toEqual(many.map(event => event.id))
    }
  )

  test.each([
    ['a bucket that is not there', { bucket: 'other' }, /no bucket/],
    ['a wrong region', { region: 'us-east-1' }, /another region.*eu-central-1/],
    ['a key it does not know', { access_key_id: 'AKIAOTHER' }, /does not know this access key/],
    ['a wrong secret', { secret_access_key: 'x' }, /does not belong/]
  ])('%s stops it, in words', async (_what, wrong, advice) => {
    const { verdict } = await oneTry(s3, { ...settings, ...wrong }, [order])
    expect(verdict).toMatchObject({ is: 'misconfigured', advice: expect.stringMatching(advice) })
  })

  const xml = (status: number, code: string): Said => ({ status, body: `<Error><Code>${code}</Code></Error>` })
  test.each(
    cases([
      ['SlowDown', xml(503, 'SlowDown'), 'retry', /sent again/],
      ['a timeout, as 400', xml(400, 'RequestTimeout'), 'retry', /sent again/],
      ['a clock that is off', xml(403, 'RequestTimeTooSkewed'), 'misconfigured', /clock/],
      ['access denied', xml(403, 'AccessDenied'), 'misconfigured', /s3:PutObject/],
      [
        'another region, by a redirect',
        { ...xml(301, 'PermanentRedirect'), headers: { 'x-amz-bucket-region': 'eu-west-1' } },
        'misconfigured',
        /eu-west-1/
      ]
    ])
  )('it says %s', async (_what, said, is, advice) => {
    const verdict = await meets(vendor, said, () => oneTry(s3, settings, [order]))
    expect(verdict).toMatchObject({ is, advice: expect.stringMatching(advice) })
  })
})
