import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { applyMapping } from '../mapping/apply.ts'
import { fromSample } from '../sample.ts'
import { samples } from '../shop-samples.ts'
import { webhook } from './index.ts'

type Verify = (headers: Record<string, string>, body: string, secrets: string[], now?: number) => boolean

const page = readFileSync(new URL('../../../../../docs/destinations/webhook.md', import.meta.url), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'foyer-verify-'))
const file = join(folder, 'verify.mjs')
writeFileSync(file, /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? '')
const { isFromFoyer } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { isFromFoyer: Verify }
afterAll(() => rmSync(folder, { recursive: true }))

const now = new Date('2026-11-26T08:00:00Z')
const current = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const before = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDMfKQ9r8G'
const minutes = (count: number) => now.getTime() + count * 60_000

function sent(more: Record<string, string> = {}) {
  const built = webhook.build(
    applyMapping(webhook.presets[0]?.mapping ?? { rules: [] }, fromSample(samples.orderCompleted, now)),
    {
      settings: { url: 'https://example.com', secret: current, ...more },
      memory: {},
      now,
      deliveryId: 'dlv_00000000000000000000000000000001',
      prepared: {}
    }
  )
  if ('invalid' in built) throw new Error(built.invalid)
  return { headers: built.request.headers, body: String(built.request.body) }
}

test('DE7 the verifier of the documentation takes what is sent, for five minutes', () => {
  const { headers, body } = sent()
  expect(isFromFoyer(headers, body, [current], minutes(0))).toBe(true)
  expect(isFromFoyer(headers, body, [current], minutes(4.9))).toBe(true)
  expect(isFromFoyer(headers, body, [current], minutes(5.1))).toBe(false)
  expect(isFromFoyer(headers, body, [current], minutes(-5.1))).toBe(false)
})

test('DE7 it refuses what was changed, what another signed, and what has no signature', () => {
  const { headers, body } = sent()
  expect(isFromFoyer(headers, body.replace('15.6', '1.56'), [current], minutes(0))).toBe(false)
  expect(isFromFoyer({ ...headers, 'webhook-id': 'dlv_other' }, body, [current], minutes(0))).toBe(false)
  expect(isFromFoyer({ ...headers, 'webhook-timestamp': 'soon' }, body, [current], minutes(0))).toBe(false)
  expect(isFromFoyer(headers, body, [before], minutes(0))).toBe(false)
  expect(isFromFoyer({}, body, [current], minutes(0))).toBe(false)
})

test('DE7 while the secret changes both are signed with, so that no order of changing loses an event', () => {
  const { headers, body } = sent({ previous_secret: before })
  expect(isFromFoyer(headers, body, [current], minutes(0))).toBe(true)
  expect(isFromFoyer(headers, body, [before], minutes(0))).toBe(true)
})

test('the button makes a secret that the form takes, another one each time', async () => {
  const made = await Promise.all([1, 2].map(() => webhook.resolve?.({} as never)))
  const secrets = made.map(one => String(one?.settings.secret))
  const pattern = new RegExp(webhook.settings.find(field => field.key === 'secret')?.pattern ?? '')
  for (const secret of secrets) expect(secret).toMatch(pattern)
  expect(secrets[0]).not.toBe(secrets[1])
})
