import { randomBytes } from 'node:crypto'

/** Varied as a shop's traffic is, and the same on every run: the draw is seeded, only ids and times are new. */
export function draw(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1
  return below => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % below
  }
}

export const browsers = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0'
]

const sections = ['shoes', 'coats', 'bags', 'hats', 'gifts', 'sale', 'care', 'home']
const referrers = ['', '', 'https://www.google.com/', 'https://news.ycombinator.com/', 'https://duckduckgo.com/']
const campaigns = [
  '',
  '',
  '',
  '?utm_source=newsletter&utm_medium=email&utm_campaign=autumn',
  '?utm_source=ads&utm_medium=cpc'
]
const locales = ['en-GB', 'en-US', 'de-DE', 'fr-FR']

/** Stands where a fresh value goes; as long as the value is. */
export const idMark = '00000000-0000-7000-8000-000000000000'
export const timeMark = '0000-00-00T00:00:00.000Z'

type Pick = (below: number) => number
const of = <T>(pick: Pick, list: readonly T[]): T => list[pick(list.length)] as T

/** What the tracker sends: 50 % page views with their context, 20 % events of the site's own, and what it captures by itself. */
export function event(pick: Pick, sessionId: string): Record<string, unknown> {
  const section = of(pick, sections)
  const path = `/${section}/${pick(400)}`
  const base = {
    id: idMark,
    timestamp: timeMark,
    url: `https://shop.example${path}${of(pick, campaigns)}`,
    path,
    title: `${section} number ${pick(400)} · Shop`,
    sessionId
  }
  const kind = pick(10)
  if (kind < 5)
    return {
      ...base,
      type: 'page',
      referrer: of(pick, referrers),
      context: {
        locale: of(pick, locales),
        timezone: 'Europe/London',
        screen: { width: 1440, height: 900 },
        library: { name: 'foyer', version: '0.1.0' }
      }
    }
  if (kind < 7)
    return {
      ...base,
      type: 'track',
      name: of(pick, ['Product viewed', 'Added to cart', 'Searched', 'Checkout started']),
      properties: { sku: `SKU-${pick(5000)}`, price: pick(20_000) / 100, currency: 'GBP' }
    }
  if (kind < 8)
    return { ...base, type: 'click', properties: { text: of(pick, ['Buy', 'Next', 'Menu']), tag: 'button' } }
  if (kind < 9) return { ...base, type: 'scroll', properties: { depth: of(pick, [25, 50, 75, 100]) } }
  return { ...base, type: 'exit', properties: { seconds: pick(300) } }
}

export type Sender = { visitorId: string; token: string; sessionId: string; ip: string; browser: string }

/**
 * A request in bytes, with the places of its ids and times: each send writes fresh ones into it, which costs the generator
 * next to nothing, so that it takes as little of the two cores as can be.
 */
export class StampedText {
  readonly bytes: Buffer
  readonly #ids: number[]
  readonly #times: number[]

  constructor(text: string) {
    this.bytes = Buffer.from(text)
    this.#ids = placesOf(this.bytes, idMark)
    this.#times = placesOf(this.bytes, timeMark)
  }

  stamp(nowMs: number): Buffer {
    const { bytes } = this
    const time = new Date(nowMs).toISOString()
    for (const place of this.#times) bytes.write(time, place, 'latin1')
    // A UUIDv7 as random as a browser's, so that the bytes on disk are what they are in life. Written four digits at a time.
    const high = Math.floor(nowMs / 0x10000)
    for (const place of this.#ids) {
      four(bytes, place, high >>> 16)
      four(bytes, place + 4, high & 0xffff)
      four(bytes, place + 9, nowMs & 0xffff)
      four(bytes, place + 14, 0x7000 | random[0](0x1000))
      four(bytes, place + 19, 0x8000 | random[1](0x4000))
      four(bytes, place + 24, random[0](0x10000))
      four(bytes, place + 28, random[1](0x10000))
      four(bytes, place + 32, random[0](0x10000))
    }
    return bytes
  }
}

/** A visitor's batch of events. */
export class StampedRequest extends StampedText {
  readonly bodyBytes: number

  constructor(agentId: string, sender: Sender, count: number, seed: number, host: string) {
    const pick = draw(seed)
    const events = Array.from({ length: count }, () => event(pick, sender.sessionId))
    const body = JSON.stringify({ agentId, sentAt: timeMark, events })
    const head = [
      `POST /api/visitors/${sender.visitorId}/events HTTP/1.1`,
      `Host: ${host}`,
      'Connection: keep-alive',
      'Content-Type: application/json',
      `Authorization: Bearer ${sender.token}`,
      `User-Agent: ${sender.browser}`,
      `X-Forwarded-For: ${sender.ip}`,
      'Origin: https://shop.example',
      `Content-Length: ${Buffer.byteLength(body)}`
    ]
    super(`${head.join('\r\n')}\r\n\r\n${body}`)
    this.bodyBytes = Buffer.byteLength(body)
  }
}

function placesOf(bytes: Buffer, mark: string): number[] {
  const places: number[] = []
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) places.push(at)
  return places
}

const digits = Uint32Array.from({ length: 0x10000 }, (_, number) =>
  Buffer.from(number.toString(16).padStart(4, '0')).readUInt32LE()
)
const four = (bytes: Buffer, place: number, value: number) => bytes.writeUInt32LE(digits[value] ?? 0, place)

const seeds = randomBytes(8)
const random = [draw(seeds.readUInt32LE(0)), draw(seeds.readUInt32LE(4))] as const
