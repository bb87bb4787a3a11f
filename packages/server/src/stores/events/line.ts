import { type EventFields, eventColumns, type SenderFields } from './columns.ts'

// Rows travel as tab-separated text: of the formats both ways in take, it is the one that is quickest to write here and to
// read there (measured against JSONCompactEachRow: 15 % less of each side's time, 15 % fewer bytes).

const special = /[\\\t\n\0]/
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\0': '\\0' }

/** A tab and a line end end a field, a backslash begins an escape, and NUL no text of PostgreSQL holds; the rest stands for itself. */
export const escaped = (text: string) =>
  special.test(text) ? text.replace(/[\\\t\n\0]/g, character => escapes[character] ?? character) : text

/** Every address as an IPv6 one; `::` is none. */
export const storedIp = (ip: string) => (ip.includes(':') ? ip : ip === '' ? '::' : `::ffff:${ip}`)

/** What the lines of one sender end with. */
export function senderPart(sender: SenderFields): string {
  return [
    sender.workspace,
    sender.visitor,
    sender.agent,
    storedIp(sender.ip),
    ...[sender.country, sender.region, sender.city, sender.browser, sender.browserVersion].map(escaped),
    ...[sender.os, sender.device, sender.bot].map(escaped),
    sender.placeDays,
    escaped(sender.userAgent)
  ].join('\t')
}

/** Without `stored_at`, and before there were user agents. */
const fieldsOfBefore = eventColumns.length - 2
/** A line that the version before put into words. */
export const lineOfNow = (line: string): string => (line.split('\t').length === fieldsOfBefore ? `${line}\t` : line)

let second = Number.NaN
let secondText = ''

/** `2026-11-21 08:15:00.123`, which the store reads without guessing. Events come in bursts, so the second is mostly the last one's. */
export function storedTime(ms: number): string {
  const millis = ((ms % 1000) + 1000) % 1000
  if (ms - millis !== second) {
    second = ms - millis
    secondText = new Date(second).toISOString().slice(0, 19).replace('T', ' ')
  }
  return `${secondText}.${millis < 10 ? '00' : millis < 100 ? '0' : ''}${millis}`
}

const noCampaign = '\t\t\t\t'

/** One line but for its last field, `stored_at`, which is known when it is inserted. `sender` is a `senderPart`. */
export function eventLine(event: EventFields, session: string, sender: string): string {
  const { campaign } = event
  const utm = campaign
    ? `${escaped(campaign.source)}\t${escaped(campaign.medium)}\t${escaped(campaign.name)}\t${escaped(campaign.term)}\t${escaped(campaign.content)}`
    : noCampaign
  const happened = `${event.id}\t${storedTime(event.timeMs)}\t${session}\t${event.type}\t${escaped(event.name)}`
  const page = `${escaped(event.origin)}\t${escaped(event.path)}\t${escaped(event.search)}\t${escaped(event.title)}`
  const from = `${escaped(event.referrer)}\t${escaped(event.source)}\t${utm}\t${escaped(event.timezone)}\t${escaped(event.language)}`
  return `${happened}\t${page}\t${from}\t${escaped(event.consent)}\t${escaped(event.properties)}\t${sender}`
}
