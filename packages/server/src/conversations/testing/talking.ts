import type {
  Conversation,
  ConversationPanel,
  ConversationStarted,
  IdentifyAnswer,
  LiveFrame,
  Message,
  OwnConversation
} from '@foyer/protocol'
import { expect } from 'vitest'
import { WebSocket } from 'ws'
import { anyAddress } from '../../../test/team.ts'
import { chrome, hex, identify, newLocalId } from '../../../test/visitor.ts'
import { call, foyerUrl, type Minted } from '../../../test/workspace.ts'

export type Guest = IdentifyAnswer & { ip: string }

/** A visitor in a browser of their own, at an address of their own. */
export async function guest(workspace: Minted, body: Record<string, unknown> = {}, ip = anyAddress()): Promise<Guest> {
  const seen = await identify(workspace, { localId: newLocalId(), ...body }, ip)
  expect(seen.status, JSON.stringify(seen.body)).toBe(200)
  return { ...seen.body, ip }
}

/** A call as the visitor's page makes it. */
export const as = <Body = Record<string, unknown>>(visitor: Guest, method: string, path: string, body?: unknown) =>
  call<Body>(method, path, {
    who: visitor.token,
    ...(body === undefined ? {} : { body }),
    headers: { 'x-forwarded-for': visitor.ip, 'user-agent': chrome }
  })

export async function start(
  workspace: Minted,
  visitor: Guest,
  message?: string,
  more: Record<string, unknown> = {}
): Promise<ConversationStarted> {
  const started = await as<ConversationStarted>(visitor, 'POST', '/api/conversations', {
    agentId: workspace.agentId,
    ...(message === undefined ? {} : { message }),
    ...more
  })
  expect(started.status, JSON.stringify(started.body)).toBe(201)
  return started.body
}

export async function writes(visitor: Guest, id: string, text: string, clientId?: string): Promise<Message> {
  const sent = await as<Message>(visitor, 'POST', `/api/conversations/${id}/messages`, { text, clientId })
  expect(sent.status, JSON.stringify(sent.body)).toBe(201)
  return sent.body
}

export const reads = async (visitor: Guest, id: string, query = ''): Promise<Message[]> =>
  (await as<{ items: Message[] }>(visitor, 'GET', `/api/conversations/${id}/messages${query}`)).body.items

export const own = async (visitor: Guest): Promise<OwnConversation[]> =>
  (await as<{ items: OwnConversation[] }>(visitor, 'GET', '/api/conversations')).body.items

export type Colleague = { memberId: string; cookie: string }

/** Somebody of the team, signed in at the dashboard; each from an address of their own, since limits count by it. */
export async function colleague(workspace: Minted, role: 'admin' | 'agent' | 'viewer' = 'agent'): Promise<Colleague> {
  const headers = { 'x-forwarded-for': anyAddress() }
  const email = `${role}-${hex(8)}@example.com`
  const password = 'a battery for a horse'
  const invited = await call<{ member: { id: string }; inviteUrl: string }>('POST', '/api/members', {
    who: workspace.key,
    body: { email, name: `The ${role}`, role }
  })
  const token = /[^/=#]+$/.exec(invited.body.inviteUrl)?.[0]
  const accepted = await call('POST', '/api/invitations/accept', { body: { token, password }, headers })
  expect(accepted.status, JSON.stringify(accepted.body)).toBe(200)
  const signedIn = await call('POST', '/api/session', { body: { email, password }, headers })
  return { memberId: invited.body.member.id, cookie: signedIn.headers.get('set-cookie')?.split(';')[0] ?? '' }
}

/** A call as the dashboard makes it. */
export const by = <Body = Record<string, unknown>>(member: Colleague, method: string, path: string, body?: unknown) =>
  call<Body>(method, path, {
    ...(body === undefined ? {} : { body }),
    headers: { cookie: member.cookie, 'x-foyer': '1', origin: foyerUrl() }
  })

export async function replies(member: Colleague, id: string, text: string): Promise<Message> {
  const sent = await by<Message>(member, 'POST', `/api/conversations/${id}/messages`, { text })
  expect(sent.status, JSON.stringify(sent.body)).toBe(201)
  return sent.body
}

export async function changes(member: Colleague, id: string, change: Record<string, unknown>): Promise<Conversation> {
  const changed = await by<Conversation>(member, 'PATCH', `/api/conversations/${id}`, change)
  expect(changed.status, JSON.stringify(changed.body)).toBe(200)
  return changed.body
}

export const panelOf = async (workspace: Minted, id: string): Promise<ConversationPanel> => {
  const shown = await call<ConversationPanel>('GET', `/api/conversations/${id}`, { who: workspace.key })
  expect(shown.status, JSON.stringify(shown.body)).toBe(200)
  return shown.body
}

export const listOf = async (workspace: Minted, query = ''): Promise<Conversation[]> => {
  const list = await call<{ items: Conversation[] }>('GET', `/api/conversations${query}`, { who: workspace.key })
  expect(list.status, JSON.stringify(list.body)).toBe(200)
  return list.body.items
}

type FrameOf<Type extends LiveFrame['type']> = Extract<LiveFrame, { type: Type }>

export type Line = Awaited<ReturnType<typeof connect>>

/** A socket of `/api/live` that remembers what it was told. */
export async function connect(headers: Record<string, string>, url = foyerUrl()) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`, { headers })
  const frames: LiveFrame[] = []
  const waiting = new Set<() => void>()
  let closed: number | null = null
  socket.on('message', data => {
    frames.push(JSON.parse(String(data)) as LiveFrame)
    for (const look of waiting) look()
  })
  socket.on('close', code => {
    closed = code
    for (const look of waiting) look()
  })
  socket.on('error', () => socket.terminate())
  await new Promise(resolve => socket.once('open', resolve).once('close', resolve))

  /** Resolves once `found` says something; fails when it never does. */
  function until<Found>(found: () => Found | undefined | false, what = 'that frame'): Promise<Found> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const answer = found()
        if (answer === undefined || answer === false) return
        clearTimeout(timer)
        waiting.delete(look)
        resolve(answer as Found)
      }
      const timer = setTimeout(() => {
        waiting.delete(look)
        reject(new Error(`${what} did not come; there were ${JSON.stringify(frames.slice(-10))}`))
      }, 15_000)
      waiting.add(look)
      look()
    })
  }

  return {
    socket,
    frames,
    until,
    send: (frame: Record<string, unknown>) => socket.send(JSON.stringify(frame)),
    closed: () => until(() => closed ?? undefined, 'the end of the connection'),
    next: <Type extends LiveFrame['type']>(type: Type, fits: (frame: FrameOf<Type>) => boolean = () => true) =>
      until(
        () => frames.find((frame): frame is FrameOf<Type> => frame.type === type && fits(frame as FrameOf<Type>)),
        `a frame "${type}"`
      ),
    messages: () => frames.flatMap(frame => (frame.type === 'messages' ? frame.items : [])),
    /** Waits until `count` messages were told. */
    heard: (count: number) =>
      until(() => {
        const told = frames.flatMap(frame => (frame.type === 'messages' ? frame.items : []))
        return told.length >= count && told
      }, `message ${count}`),
    close: () => socket.close()
  }
}

export async function visitorLine(workspace: Minted, visitor: Guest, url?: string): Promise<Line> {
  const line = await connect({ 'x-forwarded-for': visitor.ip }, url)
  line.send({ type: 'authenticate', as: 'visitor', agentId: workspace.agentId, token: visitor.token })
  await line.next('ready')
  return line
}

export async function memberLine(member: Colleague, url?: string): Promise<Line> {
  const line = await connect({ cookie: member.cookie, origin: url ?? foyerUrl() }, url)
  line.send({ type: 'authenticate', as: 'member' })
  await line.next('ready')
  return line
}
