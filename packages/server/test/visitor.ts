import { createHmac, randomBytes, randomInt } from 'node:crypto'
import type { Event, EventBatchAnswer, IdentifyAnswer } from '@foyer/protocol'
import { SignJWT } from 'jose'
import { type Answer, call, type Minted } from './workspace.ts'

export const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
/** London, by the bundled city database. */
export const london = '81.2.69.142'

export const hex = (bytes: number) => randomBytes(bytes).toString('hex')
export const newLocalId = () => `browser-${hex(12)}`

let made = 0

/** Of two made in the same millisecond the later one is the larger. */
export function uuidV7(atMs = Date.now()): string {
  made = (made + 1) % 0x1000
  const time = atMs.toString(16).padStart(12, '0')
  const variant = '89ab'.charAt(randomInt(4))
  return `${time.slice(0, 8)}-${time.slice(8)}-7${made.toString(16).padStart(3, '0')}-${variant}${hex(2).slice(1)}-${hex(6)}`
}

export const page = (path: string, more: Partial<Event> = {}): Event => ({
  id: uuidV7(),
  type: 'page',
  timestamp: Date.now(),
  url: `https://shop.example${path}`,
  title: `Page ${path}`,
  ...more
})
export const track = (name: string, properties: Record<string, unknown> = {}, more: Partial<Event> = {}): Event => ({
  id: uuidV7(),
  type: 'track',
  name,
  timestamp: Date.now(),
  properties,
  ...more
})

const from = (ip: string) => ({ 'x-forwarded-for': ip, 'user-agent': chrome })

/** A browser's identify call: its own id, from its own address. */
export const identify = (workspace: Minted, body: Record<string, unknown> = {}, ip = london) =>
  call<IdentifyAnswer>('POST', '/api/visitors/identify', {
    body: { agentId: workspace.agentId, ...body },
    headers: from(ip)
  })

export const send = (
  workspace: Minted,
  visitor: Pick<IdentifyAnswer, 'visitorId' | 'token'>,
  events: unknown[],
  more: Record<string, unknown> = {}
): Promise<Answer<EventBatchAnswer>> =>
  call('POST', `/api/visitors/${visitor.visitorId}/events`, {
    who: visitor.token,
    body: { agentId: workspace.agentId, sentAt: Date.now(), events, ...more },
    headers: from(london)
  })

/** What the team's own server hands to a signed-in page. */
export const userToken = (workspace: Minted, userId: string, claims: Record<string, unknown> = {}, expiresIn = '10m') =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(userId)
    .setIssuedAt()
    .setExpirationTime(expiresIn)
    .sign(new TextEncoder().encode(workspace.identitySecret))

/** The same in FluentBot's form. */
export const signedVisitor = (
  workspace: Minted,
  visitor: { name?: string | null; email?: string | null; data?: unknown }
) => ({
  ...visitor,
  signature: createHmac('sha256', workspace.identitySecret)
    .update(JSON.stringify({ name: visitor.name, email: visitor.email, data: visitor.data ?? null }))
    .digest('hex')
})
