import { randomInt } from 'node:crypto'
import type { AuditEntry, IdentityChain, PeoplePage, Person, Timeline, UnmergeAnswer } from '@foyer/protocol'
import { call, foyerUrl, type Minted, settled } from './workspace.ts'

/** An address of nobody: limits count by address, and one test must not use up another's. */
export const anyAddress = () => `100.${64 + randomInt(64)}.${randomInt(256)}.${randomInt(1, 255)}`

/** What the team is shown, after everything stored was counted. */
export async function peopleOf(workspace: Minted, query: Record<string, string | number | boolean> = {}) {
  await settled()
  const search = new URLSearchParams(Object.fromEntries(Object.entries(query).map(([key, value]) => [key, `${value}`])))
  return call<PeoplePage>('GET', `/api/people?${search}`, { who: workspace.key })
}
export async function personOf(workspace: Minted, visitorId: string): Promise<Person> {
  await settled()
  return (await call<Person>('GET', `/api/people/${visitorId}`, { who: workspace.key })).body
}
export async function timelineOf(workspace: Minted, visitorId: string, query = ''): Promise<Timeline> {
  await settled()
  return (await call<Timeline>('GET', `/api/people/${visitorId}/timeline${query}`, { who: workspace.key })).body
}
export const chainOf = async (workspace: Minted, visitorId: string): Promise<IdentityChain> =>
  (await call<IdentityChain>('GET', `/api/people/${visitorId}/identity`, { who: workspace.key })).body

export const unmerge = (workspace: Minted, visitorId: string, joinId: string, who = workspace.key) =>
  call<UnmergeAnswer>('POST', `/api/people/${visitorId}/unmerge`, { who, body: { joinId } })

export const auditOf = async (workspace: Minted): Promise<AuditEntry[]> =>
  (await call<{ items: AuditEntry[] }>('GET', '/api/audit', { who: workspace.key })).body.items

export async function keyWith(workspace: Minted, ...scopes: string[]): Promise<{ id: string; key: string }> {
  const made = await call<{ id: string; key: string }>('POST', '/api/keys', {
    who: workspace.key,
    body: { name: 'A key of a test', scopes }
  })
  if (made.status !== 201) throw new Error(`no key: ${JSON.stringify(made.body)}`)
  return made.body
}

/** The session cookie of somebody who signs in at the dashboard. */
export async function signIn(person: { email: string; password: string }): Promise<string> {
  const answer = await call('POST', '/api/session', { body: { email: person.email, password: person.password } })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0]
  if (answer.status !== 200 || !cookie) throw new Error(`not signed in: ${JSON.stringify(answer.body)}`)
  return cookie
}

/** Somebody invited to the workspace, who has chosen a password and signed in. */
export async function join(workspace: Minted, role: 'admin' | 'agent' | 'viewer') {
  const email = `${role}-${randomInt(2 ** 47).toString(36)}@example.com`
  const password = 'a battery for a horse'
  const invited = await call<{ member: { id: string }; inviteUrl: string }>('POST', '/api/members', {
    who: workspace.key,
    body: { email, name: `The ${role}`, role }
  })
  if (invited.status !== 201) throw new Error(`not invited: ${JSON.stringify(invited.body)}`)
  const token = /[^/]+$/.exec(invited.body.inviteUrl)?.[0]
  const accepted = await call('POST', '/api/invitations/accept', { body: { token, password } })
  if (accepted.status !== 200) throw new Error(`not joined: ${JSON.stringify(accepted.body)}`)
  return { memberId: invited.body.member.id, cookie: await signIn({ email, password }) }
}

/** A call as the dashboard makes it: with the cookie, and the header that no other site can add. */
export const asMember = (cookie: string) => ({ cookie, 'x-foyer': '1', origin: foyerUrl() })
