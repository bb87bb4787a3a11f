import type { IdentifyAnswer, IdentifyRequest } from '../wire.ts'
import type { Http, Reply } from './http.ts'
import { type Bytes, hashOf, randomUuid } from './ids.ts'
import type { Lock } from './lock.ts'
import type { Store } from './storage.ts'

/** What a page says of its visitor. With `signature` or `userToken` it is proven, else it is a claim. */
export type PageVisitor = {
  name?: string | null
  email?: string | null
  data?: unknown
  /** Hex HMAC-SHA256 over `JSON.stringify({name, email, data})`. */
  signature?: string
  /** A JWT (HS256) made by the site's server. */
  userToken?: string
}

/** What the tracker keeps of one local id under `<agentId>_who`; the widget keeps the same, so both are one visitor. */
type Known = {
  id?: string
  isReturning?: boolean
  sessionCount?: number
  token?: string
  traits?: unknown
  parted?: string
}
type Visit = { id: string; at: number; who: string }
/** The widget's own note: what the server was last told of this visitor. */
type Told = { who: string; hash: number }

export type Identity = ReturnType<typeof createIdentity>
/** `turnedAway`: the server will not have this site or agent; nothing is asked of it again. */
export type Standing = 'known' | 'failed' | 'turnedAway'

/**
 * Who this browser is. The local id (`ll_id`) and the tokens (`ll_<agentId>_who`) are the tracker's own entries: whoever of the
 * two comes first asks the server, under the same lock, and the other goes on with what it finds.
 */
export const createIdentity = (given: {
  agentId: string
  store: Store
  http: Http
  bytes: Bytes
  lock: Lock
  context: () => IdentifyRequest['context']
}) => {
  const { agentId, store } = given
  const bookKey = `${agentId}_who`
  const toldKey = `${agentId}_chat_told`
  let visitor: PageVisitor | undefined

  const book = () => store.read<Record<string, Known>>(bookKey) ?? {}
  const known = (who: string): Known => book()[who] ?? {}
  const renew = (): string => {
    const id = randomUuid(given.bytes)
    store.setText('id', id)
    return id
  }
  const who = (): string => store.text('id') ?? renew()
  const token = (): string | undefined => {
    const id = store.text('id')
    return id ? known(id).token : undefined
  }
  const said = () => hashOf(JSON.stringify(visitor ?? null))
  const isTold = () => {
    if (!visitor) return true
    const told = store.read<Told>(toldKey)
    return told?.who === who() && told.hash === said()
  }

  const ask = async (id: string, from: string | undefined, withVisitor: boolean): Promise<Reply> => {
    const { parted } = known(id)
    const { name, email, data, signature, userToken } = (withVisitor && visitor) || {}
    const claims = { ...(isRecord(data) && data), ...(name && { name }), ...(email && { email }) }
    const visit = store.read<Visit>(`${agentId}_session`)
    const request: IdentifyRequest = {
      agentId,
      localId: id,
      ...((from ?? parted) && { token: from ?? parted }),
      ...(parted !== undefined && { parted: true }),
      ...(signature && { visitor: { name: name ?? null, email: email ?? null, data: data ?? null, signature } }),
      ...(userToken && { userToken }),
      ...(!signature && Object.keys(claims).length && { traits: claims }),
      ...(visit?.who === id && { sessionId: visit.id }),
      context: given.context()
    }
    const hash = said()
    const reply = await given.http('/api/visitors/identify', { json: request })
    const answer = reply.body as IdentifyAnswer | undefined
    if (reply.status !== 200 || !answer?.token) return reply
    const { visitorId, isReturning, sessionCount } = answer
    const { parted: _heard, ...entry } = known(id)
    store.write(bookKey, {
      ...book(),
      [id]: { ...entry, id: visitorId, isReturning, sessionCount, token: answer.token }
    })
    if (visitor) store.write(toldKey, { who: id, hash } satisfies Told)
    return reply
  }

  /** A forged proof or an old token must not silence the visitor: asked again without them. */
  const insist = async (isOld: boolean): Promise<Standing> => {
    const id = who()
    const from = isOld ? undefined : known(id).token
    let reply = await ask(id, from, !isTold())
    if (visitor && [400, 401, 413, 422].includes(reply.status)) {
      visitor = undefined
      reply = await ask(id, from, false)
    }
    if (reply.status === 401 && from) reply = await ask(id, undefined, false)
    if (reply.status === 200) return 'known'
    return [400, 403, 404, 422].includes(reply.status) ? 'turnedAway' : 'failed'
  }

  return {
    who,
    token,
    /** The id the server knows them by, once it has said so. */
    visitorId: (): string | undefined => known(who()).id,
    /** True when this browser has been here before, without leaving a trace in asking. */
    hasToken: () => token() !== undefined,
    describe(more: PageVisitor) {
      visitor = more
    },
    /** Makes sure the server knows this browser and what the page says of it. `refused`: a token that was not taken. */
    ensure(refused?: string): Promise<Standing> {
      const isFresh = () => token() !== undefined && token() !== refused && isTold()
      if (isFresh()) return Promise.resolve('known')
      // One tab asks, the others find its answer.
      return given.lock(`ll_${agentId}_ask`, async () =>
        isFresh() ? 'known' : insist(token() !== undefined && token() === refused)
      )
    },
    /** The person at this browser has signed out: what follows is another visitor's. */
    part() {
      const before = known(who()).token
      visitor = undefined
      const id = renew()
      store.write(bookKey, { ...book(), [id]: { parted: before ?? '' } })
    }
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
