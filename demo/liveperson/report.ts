import { jwtVerify, type KeyObject } from 'jose'
import { problem } from './faults.ts'
import type { Attribute, Visits } from './visits.ts'

/** What the demo account is, and how it treats reports. */
export type Account = {
  id: string
  appKey: string
  /** Not in memory yet: the first report is told to come again. */
  isCold: boolean
  /** Only signed identities are taken, checked with this. */
  demands?: { key: KeyObject | Uint8Array; issuer: string }
}
export type Asked = { account: string; app: string; query: URLSearchParams; body: string }
export type Answered = { status: number; body: Record<string, unknown> }

const mandatory: Readonly<Record<string, readonly string[]>> = {
  cart: ['total', 'numItems'],
  cartStatus: ['total', 'numItems'],
  prodView: ['products']
}
const wellFormed = /^[\w.~=+/-]{1,128}$/

/** The report call of the Monitoring API, branch by branch as LivePerson documents its answers. */
export async function answerReport(
  asked: Asked,
  account: Account,
  visits: Visits,
  newId: () => string,
  now: Date
): Promise<Answered> {
  const no = (status: number, code: number | undefined, message: string): Answered => ({
    status,
    body: problem(now, code, message)
  })
  const [version, vid, sid] = ['v', 'vid', 'sid'].map(name => asked.query.get(name) ?? '') as [string, string, string]
  if (version !== '1.0' && version !== '1.1') return no(400, 33, `Unsupported API version ${version}`)
  if (asked.account !== account.id) return no(404, 6, 'Invalid account')
  if (asked.app !== account.appKey) return no(404, 18, 'Invalid appInstallationId')
  if (account.isCold) {
    account.isCold = false
    const message = `Loading account: ${newId()}, vid: ${vid || newId()}`
    return version === '1.1' ? no(202, 38, message) : no(500, 20, message)
  }
  const body = objectIn(asked.body)
  if (!body) return no(400, 5, 'Request body is not a JSON object')
  const wrong = wrongField(body)
  if (wrong) return no(400, 5, wrong)
  const identities = listOf(body.identities)
  if (vid === '' && typeof body.consumerId !== 'string' && !identities.some(one => typeof one.sub === 'string'))
    return no(400, 5, 'consumerId')
  if (account.demands && !(await isSigned(identities, account.demands, now))) return no(401, undefined, 'Unauthorized')
  if (vid !== '' && !wellFormed.test(vid)) return no(404, 37, 'Invalid visitorId')
  if (sid !== '' && (!wellFormed.test(sid) || visits.hasEnded(sid))) return no(404, 39, 'Invalid sessionId')
  return visits.add(
    { vid, sid },
    {
      ...(typeof body.consumerId === 'string' ? { consumerId: body.consumerId } : {}),
      identities,
      entryPoints: (Array.isArray(body.entryPoints) ? body.entryPoints : []).map(String),
      attributes: listOf(body.engagementAttributes) as Attribute[]
    }
  )
}

/** The first field that is missing or malformed, as LivePerson names it. */
function wrongField(body: Record<string, unknown>): string | undefined {
  const { engagementAttributes: attributes } = body
  if (!Array.isArray(attributes)) return 'engagementAttributes'
  for (const one of attributes as unknown[]) {
    if (typeof one !== 'object' || one === null || !('type' in one) || typeof one.type !== 'string')
      return 'engagementAttributes'
    const missing = mandatory[one.type]?.find(field => (one as Record<string, unknown>)[field] === undefined)
    if (missing) return missing
  }
  return undefined
}

async function isSigned(
  identities: Record<string, unknown>[],
  demands: NonNullable<Account['demands']>,
  now: Date
): Promise<boolean> {
  const signed = identities.find(one => one.acr === 'loa1')
  if (!signed) return false
  return jwtVerify(String(signed.sub), demands.key, { issuer: demands.issuer, currentDate: now }).then(
    () => true,
    () => false
  )
}

const listOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(one => typeof one === 'object' && one !== null) : []

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null && !Array.isArray(read)
      ? (read as Record<string, unknown>)
      : undefined
  } catch {
    // Not JSON: it is told as such.
    return undefined
  }
}
