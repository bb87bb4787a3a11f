import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Kind, Moment, OutgoingEvent, Settings } from './kind.ts'
import { kinds } from './kinds.ts'
import { applyMapping } from './mapping/apply.ts'
import { builtOf } from './mapping/preview.ts'
import { shopEvents } from './shop-events.ts'

/** Objects that are no text: `String({ toString: 1 })` throws. */
const traps = fc.constantFrom<unknown>(
  { toString: 1, valueOf: 2 },
  { toJSON: 1 },
  JSON.parse('{"__proto__": {"a": 1}, "constructor": 3}'),
  [[[{ toString: null }]]],
  'x'.repeat(5_000),
  '\ud800\0<!channel>|\r\n',
  '__proto__',
  1e308,
  -0,
  '',
  null
)
const value = fc.oneof(traps, fc.jsonValue({ maxDepth: 3 }))
const named = (...names: string[]) =>
  fc.dictionary(fc.oneof(fc.constantFrom(...names, '__proto__', 'toString'), fc.string({ maxLength: 60 })), value, {
    maxKeys: 12
  })

const product = named('product_id', 'sku', 'name', 'price', 'quantity', 'position', 'url')
const event: fc.Arbitrary<OutgoingEvent> = fc.record({
  id: fc.oneof(fc.string({ minLength: 1, maxLength: 100 }), fc.constant('x'.repeat(100))),
  type: fc.constantFrom('page', 'track', 'identify', 'screen', 'group', 'conversation'),
  name: fc.oneof(
    fc.constantFrom(...shopEvents, 'started', 'resolved', 'handed over', ''),
    fc.string({ maxLength: 200 })
  ),
  timeMs: fc.integer({ min: 0, max: 4e12 }),
  url: fc.oneof(fc.constantFrom('', 'https://shop.example/?fbclid=%zz&a=<b>', 'javascript:1'), fc.webUrl()),
  path: fc.string(),
  title: fc.string(),
  referrer: fc.string(),
  properties: fc
    .tuple(
      named(
        'order_id',
        'total',
        'revenue',
        'value',
        'currency',
        'query',
        'coupon',
        'groupId',
        'name',
        'price',
        'topic',
        'products'
      ),
      fc.option(fc.array(fc.oneof(product, value), { maxLength: 5 }))
    )
    .map(([properties, products]) => (products ? { ...properties, products } : properties)),
  context: named('ip', 'userAgent', 'consent', 'fbp', 'fbc', 'ga', 'groupId'),
  visitor: fc.record({
    id: fc.constant('vis_00000000000000000000000000000001'),
    traits: named('email', 'phone', 'firstName', 'lastName', 'address', 'company', 'website')
  }),
  session: fc.constantFrom('', 'ses_1')
})
const answer = fc.record({
  status: fc.constantFrom(200, 202, 204, 207, 301, 400, 401, 403, 404, 409, 410, 418, 429, 500, 503),
  headers: fc.dictionary(fc.constantFrom('retry-after', 'x-ratelimit-reset', 'x-amz-bucket-region'), fc.string()),
  body: fc.oneof(
    fc.string(),
    fc.json(),
    fc.constantFrom(
      '{"error":null}',
      '{"error":{"code":{"toString":1},"error_user_msg":[]}}',
      '{"errors":[null,{"detail":1}],"category":{"toString":1}}',
      '{"validationMessages":[null,{"description":{"toString":1}}]}',
      '<Code></Code><Region>'
    )
  )
})

const settingsOf = (kind: Kind): Settings => ({
  ...Object.fromEntries(kind.settings.map(field => [field.key, field.initial])),
  ...kind.examples[0]?.settings
})

test.each(kinds.map(kind => [kind.name, kind] as const))(
  '%s makes a request or a sentence of whatever an event holds, and a verdict of whatever is answered',
  (_name, kind) => {
    const moment: Moment = {
      settings: settingsOf(kind),
      memory: {},
      now: new Date(),
      deliveryId: 'dlv_00000000000000000000000000000001',
      prepared: kind.examples[0]?.prepared ?? {}
    }
    fc.assert(
      fc.property(event, answer, fc.boolean(), fc.constantFrom(...kind.presets), (given, said, isTest, preset) => {
        const mapped = applyMapping(preset.mapping, given)
        if (mapped.length === 0) return
        const at = isTest ? { ...moment, isTest } : moment
        for (const built of builtOf(kind, mapped, at)) {
          if ('invalid' in built) expect(built.invalid.length).toBeGreaterThan(0)
          else for (const header of Object.values(built.request.headers)) expect(header).toMatch(/^[\x20-\x7e]*$/)
        }
        const one = [mapped[0]].filter(part => part !== undefined)
        expect(kind.judge(said, one, at).is).toMatch(/^(delivered|retry|invalid|misconfigured)$/)
      }),
      { numRuns: 1_000 }
    )
  }
)
