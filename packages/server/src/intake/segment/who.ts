import { isObject } from '@foyer/protocol'
import type { Machines } from '../../facts/index.ts'
import { nameOfSomebody, type Recognise, storableText } from '../../identity/index.ts'
import type { Whereabouts } from '../../privacy/index.ts'
import type { Sender } from '../enrich.ts'
import type { Call } from './calls.ts'
import type { Source } from './write-key.ts'

export type WhoDeps = {
  recognise: Recognise
  machines: Machines
  whereaboutsOf(ip: string): Whereabouts
  now: Date
}
/** Where a page's own calls come from; a server says it in each call. */
export type From = { ip: string; userAgent: string }

/** Calls of one browser, and what they say of it together. */
type Group = { localId: string; userId: string | undefined; calls: Call[] }
export type Whose = { senders: Map<Call, Sender>; nobodys: Call[]; moved: string[] }

/**
 * Whose each call is. Who is named by a server with a secret key is believed; a page's `userId` describes and joins nobody, as anybody
 * could send it. The pairs of a batch are settled in one go, whatever their order.
 */
export async function whoseAre(calls: readonly Call[], source: Source, from: From, deps: WhoDeps): Promise<Whose> {
  const groups = new Map<string, Group>()
  const nobodys: Call[] = []
  for (const call of calls) {
    const who = pairOf(call, source.actor !== null)
    if (!who) {
      nobodys.push(call)
      continue
    }
    const key = JSON.stringify([who.localId, who.userId])
    const group = groups.get(key) ?? { ...who, calls: [] }
    group.calls.push(call)
    groups.set(key, group)
  }
  const senders = new Map<Call, Sender>()
  const moved: string[] = []
  await Promise.all(
    [...groups.values()].map(async group => {
      const last = group.calls.at(-1)
      if (!last) return
      const origin = (call: Call): From => (source.actor ? spoken(call) : from)
      const known = new Map<string, Pick<Sender, 'where' | 'machine' | 'userAgent'>>()
      const sightOf = ({ ip, userAgent }: From) => {
        const key = `${ip} ${userAgent}`
        const there = known.get(key)
        if (there) return there
        const machine = deps.machines.of(userAgent)
        const sight = {
          where: deps.whereaboutsOf(ip),
          // A server that does not say what its visitors use is no bot for that.
          machine: userAgent === '' ? { ...machine, bot: '' } : machine,
          userAgent
        }
        known.set(key, sight)
        return sight
      }
      const seen = await deps.recognise({
        workspaceId: source.agent.workspaceId,
        at: deps.now,
        localId: group.localId,
        userId: group.userId,
        traits: traitsOf(group.calls),
        ...sightOf(origin(last)),
        page: pageOf(last),
        isHere: source.actor === null
      })
      moved.push(...seen.moved)
      for (const call of group.calls)
        senders.set(call, {
          workspaceId: source.agent.workspaceId,
          workspaceNumber: source.agent.workspaceNumber,
          agentUuid: source.agent.uuid,
          visitor: seen.visitor,
          ...sightOf(origin(call))
        })
    })
  )
  return { senders, nobodys, moved }
}

/**
 * An `anonymousId` is a browser's own id, the same that Foyer's tracker keeps. Who is only named by a user id has a browser of their own for it:
 * one for what is vouched for, another for what is claimed, so that a name somebody guessed writes into nobody's history.
 */
function pairOf(call: Call, isVouched: boolean): { localId: string; userId: string | undefined } | undefined {
  const userId = nameOfSomebody(call.userId)
  const anonymous = nameOfSomebody(call.type === 'alias' ? (call.previousId ?? call.anonymousId) : call.anonymousId)
  if (anonymous !== undefined)
    return {
      localId: anonymous.length < 8 ? `segment:${anonymous}` : anonymous,
      userId: isVouched ? userId : undefined
    }
  if (userId === undefined) return undefined
  return { localId: `${isVouched ? 'user' : 'claimed'}:${userId}`, userId: isVouched ? userId : undefined }
}

/** In the order of their times, so that a batch in another order says the same. */
function traitsOf(calls: readonly Call[]): Record<string, unknown> {
  const told = calls
    .filter(({ type, context }) => type === 'identify' || type === 'group' || isObject(context?.traits))
    .map(call => ({ call, at: String(call.originalTimestamp ?? call.timestamp ?? '') }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : String(a.call.messageId) < String(b.call.messageId) ? -1 : 1))
  return Object.assign({}, ...told.map(({ call }) => traitsIn(call))) as Record<string, unknown>
}

function traitsIn({ type, traits, context, groupId, userId }: Call): Record<string, unknown> {
  const beside = isObject(context?.traits) ? context.traits : {}
  if (type === 'group') {
    const company = traits?.name ?? groupId
    return company == null ? beside : { ...beside, company: String(company) }
  }
  if (type !== 'identify') return beside
  const name = nameOfSomebody(userId)
  return { ...beside, ...traits, ...(name === undefined ? {} : { userId: name }) }
}

function spoken({ context }: Call): From {
  const { ip, userAgent } = context ?? {}
  return {
    ip: typeof ip === 'string' ? ip : '',
    userAgent: typeof userAgent === 'string' ? storableText(userAgent) : ''
  }
}

function pageOf({ context, properties, type }: Call) {
  const page = isObject(context?.page) ? context.page : {}
  const text = (key: string) => {
    const value = (type === 'page' ? properties?.[key] : undefined) ?? page[key]
    return typeof value === 'string' ? storableText(value).slice(0, 2048) : ''
  }
  const source = isObject(context?.campaign) ? context.campaign.source : undefined
  return {
    url: text('url'),
    title: text('title'),
    referrer: text('referrer'),
    campaignSource: typeof source === 'string' ? storableText(source).slice(0, 200) : ''
  }
}
