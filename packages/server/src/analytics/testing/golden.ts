import { randomBytes } from 'node:crypto'
import type { EventBatchAnswer, IdentifyAnswer } from '@foyer/protocol'
import { chainOf, unmerge } from '../../../test/team.ts'
import { hex, newLocalId, userToken } from '../../../test/visitor.ts'
import { call, type Minted, mintWorkspace, settled, writeFacts } from '../../../test/workspace.ts'
import { origins, table, visitors, type Who } from './golden-table.ts'

export type GoldenEvent = {
  who: Who
  /** `anna 2`: the second line of hers. */
  visit: string
  /** Where it stands in the table: of one millisecond the later line is the later event. */
  order: number
  atMs: number
  type: string
  name: string
  path: string
  search: string
  referrer: string
  source: string
  campaign: { source: string; medium: string; name: string; term?: string; content?: string } | null
  properties: Record<string, unknown>
}

/** The table, read: what has to be counted, in the order of its lines. */
export const goldenEvents: readonly GoldenEvent[] = readTable()

function readTable(): GoldenEvent[] {
  const events: GoldenEvent[] = []
  const visits = new Map<string, number>()
  for (const line of table.split('\n').filter(text => text.trim() !== '')) {
    const [, who, day, time, from, steps] = /^(\S+) +(\S+) +(\S+) +(\S+) +(.*)$/.exec(line) ?? []
    if (!isWho(who) || from === undefined || steps === undefined) throw new Error(`no line of the table: ${line}`)
    const number = (visits.get(who) ?? 0) + 1
    visits.set(who, number)
    const startMs = Date.parse(`2026-${day}T${time}Z`)
    const origin = origins[from]
    if (Number.isNaN(startMs) || !origin) throw new Error(`no line of the table: ${line}`)
    for (const [index, step] of steps.split(' · ').entries()) {
      const [, seconds, what = '', properties] = /^(\S+) (.+?)(?: (\{.*\}))?$/.exec(step) ?? []
      const type = what.startsWith('/')
        ? 'page'
        : what.startsWith('~')
          ? 'conversation'
          : (/^<(.*)>$/.exec(what)?.[1] ?? 'track')
      const [path = '', search] = what.split('?')
      const isEntry = index === 0 && type === 'page'
      events.push({
        who,
        visit: `${who} ${number}`,
        order: events.length,
        atMs: startMs + Math.round(Number(seconds) * 1000),
        type,
        name: type === 'track' ? what : type === 'conversation' ? what.slice(1) : '',
        path: type === 'page' ? path : '',
        search: type === 'page' && search !== undefined ? `?${search}` : '',
        referrer: isEntry ? (origin.referrer ?? '') : '',
        source: type === 'page' ? (isEntry ? origin.source : 'Direct') : '',
        campaign: isEntry ? (origin.campaign ?? null) : null,
        properties: properties === undefined ? {} : (JSON.parse(properties) as Record<string, unknown>)
      })
    }
  }
  return events
}

function isWho(name: string | undefined): name is Who {
  return name !== undefined && Object.hasOwn(visitors, name)
}

export type Golden = {
  workspace: Minted
  /** Public ids by name, and what each browser carries. */
  ids: Record<Who, string>
  tokenOf(who: Who): string
  /** `ses_…` by visit, such as `anna 2`. */
  visits: Map<string, string>
}

/**
 * Writes the table into a fresh workspace, over the wire and out of order: anna's events are sent twice, lena's clock is three hours
 * ahead and her first visit arrives last, clara's two browsers are joined by signing in, and dan's are joined and parted again.
 */
export async function fillGolden(): Promise<Golden> {
  const workspace = await mintWorkspace()
  await ok(call('PATCH', '/api/workspace', { who: workspace.key, body: { retentionDays: 3650 } }))
  const visits = new Map(goldenEvents.map(event => [event.visit, `ses_${hex(16)}`]))
  const names = Object.keys(visitors) as Who[]
  const met = new Map(
    await Promise.all(
      names.map(async who => [who, await meet(workspace, who, { sessionId: talkOf(who, visits) })] as const)
    )
  )
  const tokenOf = (who: Who) => met.get(who)?.token ?? ''
  await signIn(workspace, 'clara', [tokenOf('clara-phone'), tokenOf('clara-laptop')])
  await signIn(workspace, 'dan', [tokenOf('dan-home'), tokenOf('dan-work')])
  const ids = Object.fromEntries(names.map(who => [who, met.get(who)?.visitorId ?? ''])) as Record<Who, string>

  await Promise.all(
    names.map(async who => {
      const own = goldenEvents.filter(event => event.who === who && event.type !== 'conversation')
      const post = (events: GoldenEvent[], aheadMs?: number) =>
        send(workspace, who, ids[who], tokenOf(who), visits, events, aheadMs)
      if (who !== 'lena') await post(own)
      // The first visit of the table has a clock that is wrong; the earlier one arrives after it.
      else
        for (const part of ['lena 1', 'lena 3', 'lena 2'])
          await post(
            own.filter(event => event.visit === part),
            part === 'lena 1' ? 3 * 3_600_000 : undefined
          )
      if (who !== 'anna') return
      const { duplicates } = await post(own)
      if (duplicates !== own.length) throw new Error(`${duplicates} of ${own.length} were known to be copies`)
    })
  )
  await settled()
  await writeFacts(
    goldenEvents
      .filter(event => event.type === 'conversation')
      .map(event => ({
        visitor: ids[event.who],
        agent: workspace.agentId,
        at: new Date(event.atMs).toISOString(),
        name: event.name,
        properties: { conversationId: `cnv_${hex(16)}`, source: 'widget' }
      }))
  )
  const [join] = (await chainOf(workspace, ids['dan-work'])).evidence
  await ok(unmerge(workspace, ids['dan-work'], join?.id ?? ''))
  return { workspace, ids, tokenOf, visits }
}

/** A turn of a conversation is written into the visit somebody was last in. */
const talkOf = (who: Who, visits: Map<string, string>) =>
  visits.get(goldenEvents.find(event => event.who === who && event.type === 'conversation')?.visit ?? '')

async function meet(workspace: Minted, who: Who, more: { sessionId: string | undefined }): Promise<IdentifyAnswer> {
  const { ip, userAgent } = visitors[who]
  const body = { agentId: workspace.agentId, localId: newLocalId(), ...more }
  // Whoever has neither an address nor a browser is known to a server only.
  if (userAgent === '') return ok(call('POST', '/api/visitors/identify', { who: workspace.key, body }))
  return ok(
    call('POST', '/api/visitors/identify', { body, headers: { 'x-forwarded-for': ip, 'user-agent': userAgent } })
  )
}

async function signIn(workspace: Minted, userId: string, tokens: string[]): Promise<void> {
  for (const [nonce, token] of tokens.entries())
    await ok(
      call('POST', '/api/visitors/identify', {
        body: { agentId: workspace.agentId, token, userToken: await userToken(workspace, userId, { nonce }) }
      })
    )
}

/** History, as a server sends it. A sender whose clock is wrong says when it believes to send. */
function send(
  workspace: Minted,
  who: Who,
  visitorId: string,
  token: string,
  visits: Map<string, string>,
  events: GoldenEvent[],
  aheadMs?: number
): Promise<EventBatchAnswer> {
  const { ip, userAgent, language } = visitors[who]
  return ok(
    call('POST', `/api/visitors/${visitorId}/events`, {
      who: workspace.key,
      body: {
        agentId: workspace.agentId,
        token,
        context: { ip, userAgent },
        ...(aheadMs === undefined ? {} : { sentAt: Date.now() + aheadMs }),
        events: events.map(event => ({
          id: idOf(workspace, event),
          type: event.type,
          ...(event.name === '' ? {} : { name: event.name }),
          timestamp: event.atMs + (aheadMs ?? 0),
          sessionId: visits.get(event.visit),
          ...(event.type === 'page'
            ? { url: `https://shop.example${event.path}${event.search}`, title: event.path }
            : {}),
          ...(event.referrer === '' ? {} : { referrer: event.referrer }),
          properties: event.properties,
          context: { locale: language, ...(event.campaign ? { campaign: event.campaign } : {}) }
        }))
      }
    })
  )
}

const salts = new WeakMap<Minted, string>()
/** The same for the same event, so that it can be sent again. */
function idOf(workspace: Minted, event: GoldenEvent): string {
  const salt = salts.get(workspace) ?? randomBytes(6).toString('hex')
  salts.set(workspace, salt)
  const time = event.atMs.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${event.order.toString(16).padStart(3, '0')}-8000-${salt}`
}

async function ok<Body>(asked: Promise<{ status: number; body: unknown }>): Promise<Body> {
  const answer = await asked
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body as Body
}
