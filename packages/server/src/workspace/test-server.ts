import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuditEntry, MemberInvited, Role, Scope } from '@foyer/protocol'
import Fastify, { type FastifyBaseLogger, type RouteOptions } from 'fastify'
import pino from 'pino'
import { type AccessLevel, installHttp, newUuid, parseTrustedProxies, serverOptions } from '../http/index.ts'
import { openRecords, type Records } from '../stores/records/index.ts'
import { createWorkspaces, type WorkspacesOptions } from './index.ts'

/** The workspace slice on a real PostgreSQL, asked the way the outside asks it. */
export type TestServer = Awaited<ReturnType<typeof startTestServer>>
export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
export type Answer<Body = Record<string, unknown>> = {
  status: number
  body: Body
  text: string
  headers: Record<string, unknown>
  /** What Set-Cookie says, when it says anything. */
  setCookie: string | undefined
}
export type Caller = <Body = Record<string, unknown>>(
  method: Method,
  url: string,
  body?: unknown
) => Promise<Answer<Body>>

export const password = 'correct horse battery'
export const freshEmail = () => `${newUuid().slice(0, 13)}@shop.example`

// Only what went wrong on the server: a test that sees a 500 says why.
const log = pino({ level: 'error' })

export async function openTestRecords(): Promise<{ records: Records; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-workspace-'))
  const records = await openRecords({ folder: join(folder, 'records'), log })
  return {
    records,
    async close() {
      await records.close()
      await rm(folder, { recursive: true, force: true })
    }
  }
}

export async function startTestServer(records: Records, options: Partial<WorkspacesOptions> = {}) {
  let now = Date.now()
  const publicUrl = options.publicUrl ?? 'http://127.0.0.1:4000'
  const workspaces = createWorkspaces({
    records,
    secret: 'the secret of this test server',
    publicUrl,
    clock: () => new Date(now),
    log,
    ...options
  })
  const app = Fastify({ ...serverOptions, loggerInstance: log as FastifyBaseLogger })
  const routes: { method: string; url: string; access: AccessLevel | undefined }[] = []
  const note = (route: RouteOptions) => {
    for (const method of [route.method].flat())
      if (method !== 'HEAD') routes.push({ method, url: route.url, access: route.config?.access })
  }
  installHttp(app, {
    authenticate: workspaces.authenticate,
    publicUrl,
    trustedProxies: parseTrustedProxies('127.0.0.1')
  })
  app.addHook('onRoute', note)
  await app.register(workspaces.routes)
  await app.ready()
  let callers = 0

  /** Each test is its own address, so that one test's wrong passwords do not slow down another's. */
  const newAddress = () => `10.${(callers >> 16) & 255}.${(callers >> 8) & 255}.${callers++ & 255}`

  async function send<Body = Record<string, unknown>>(
    method: Method,
    url: string,
    body?: unknown,
    headers: Record<string, string> = {}
  ): Promise<Answer<Body>> {
    const raw = typeof body === 'string'
    const answer = await app.inject({
      method,
      url,
      headers: {
        host: '127.0.0.1:4000',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers
      },
      ...(body === undefined ? {} : { payload: raw ? body : JSON.stringify(body) })
    })
    const setCookie = answer.headers['set-cookie']
    return {
      status: answer.statusCode,
      body: (answer.body === '' ? {} : JSON.parse(answer.body)) as Body,
      text: answer.body,
      headers: answer.headers,
      setCookie: Array.isArray(setCookie) ? setCookie.join('\n') : setCookie
    }
  }

  const withHeaders =
    (headers: Record<string, string>): Caller =>
    (method, url, body) =>
      send(method, url, body, headers)
  const byCookie = (cookie: string) => withHeaders({ cookie, 'x-foyer': '1' })
  const byKey = (key: string) => withHeaders({ authorization: `Bearer ${key}` })

  async function signIn(email: string, secret = password, headers: Record<string, string> = {}) {
    const given = { 'x-forwarded-for': newAddress(), ...headers }
    return send<Record<string, unknown>>('POST', '/api/session', { email, password: secret }, given)
  }

  async function member(email: string, secret = password): Promise<Caller> {
    return byCookie(cookieOf(await signIn(email, secret)))
  }

  /** A workspace of its own with a signed-in owner, and a way to add others. */
  async function freshTeam(name = 'A shop') {
    const email = freshEmail()
    const made = await workspaces.createWorkspace({ name, owner: { email, password, name: 'Olga Owner' } })
    const owner = await member(email)
    const workspaceId = made.workspace.id

    async function join(role: Role) {
      const invitee = freshEmail()
      const invited = await owner<MemberInvited>('POST', '/api/members', { email: invitee, name: `The ${role}`, role })
      const token = tokenOf(invited.body.inviteUrl)
      const accepted = await send(
        'POST',
        '/api/invitations/accept',
        { token, password },
        { 'x-forwarded-for': newAddress() }
      )
      return {
        id: invited.body.member.id,
        email: invitee,
        call: byCookie(cookieOf(accepted)),
        cookie: cookieOf(accepted)
      }
    }

    async function keyWith(...scopes: Scope[]) {
      const made = await owner<{ id: string; key: string }>('POST', '/api/keys', { name: 'A key', scopes })
      return { ...made.body, call: byKey(made.body.key) }
    }

    const audit = async () => (await owner<{ items: AuditEntry[] }>('GET', '/api/audit')).body.items
    const agent = async (allowedOrigins = ['https://shop.example']) =>
      (await owner<{ id: string; identitySecret: string }>('POST', '/api/agents', { name: 'The shop', allowedOrigins }))
        .body
    return { ...made, workspaceId, email, owner, join, keyWith, audit, agent }
  }

  return {
    workspaces,
    routes,
    send,
    byCookie,
    byKey,
    signIn,
    member,
    newAddress,
    freshTeam,
    inject: app.inject.bind(app),
    pass: (ms: number) => {
      now += ms
    },
    now: () => new Date(now),
    close: () => app.close()
  }
}

export const cookieOf = (answer: Answer): string => answer.setCookie?.split(';')[0] ?? ''
export const tokenOf = (inviteUrl: string): string => inviteUrl.split('/').at(-1) ?? ''
export const errorOf = (answer: Answer) =>
  (answer.body as { error: { code: string; message: string; field?: string } }).error
