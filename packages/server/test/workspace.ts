import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'

export type Answer<Body = Record<string, unknown>> = { status: number; body: Body; headers: Headers }
export type Minted = Awaited<ReturnType<typeof mintWorkspace>>

type Server = { url: string; controlUrl: string }
let own: Server | null = null
/** From here on this test file speaks to a server of its own. */
export const useServer = (server: Server) => {
  own = server
}
/** Only for as long as this takes. */
export async function useOwnServer(server: Server, work: () => Promise<void>): Promise<void> {
  const before = own
  own = server
  await work().finally(() => {
    own = before
  })
}
export const foyerUrl = () => own?.url ?? inject('foyerUrl')

async function control<Body>(path: string, body: unknown): Promise<Body> {
  const answer = await fetch((own?.controlUrl ?? inject('controlUrl')) + path, {
    method: 'POST',
    body: JSON.stringify(body)
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Body
}

/** Everything stored so far is counted into people and visits when this resolves. */
export const settled = () => control('/settled', {})

/** Where a text stands in the stores and in the log of the server under test. */
export const placesOf = async (text: string): Promise<string[]> =>
  (await control<{ places: string[] }>('/places-of', { text })).places

/** Which files of its data folder hold which of these texts, PostgreSQL's apart. */
export const filesWith = async (...texts: string[]): Promise<string[]> =>
  (await control<{ files: string[] }>('/files-with', { texts })).files

/** Everything that was to be erased until now is gone from both stores. */
export const erased = () => control('/erased', {})

/** Addresses and places that are due are forgotten now, and not only within the hour. */
export const enforcePrivacy = () => control('/enforce', {})

/** What happened in conversations at a time that is past: no route of the product lets anybody make up history of that kind. */
export const writeFacts = (
  facts: { visitor: string; agent: string; at: string; name: string; properties: Record<string, unknown> }[]
) => control('/facts', { facts })

/** So many hours of the ledger until now, the same of each agent: nobody can send a quarter of a year within a test. */
export const writeHours = (past: {
  workspaceId: string
  agents: string[]
  hours: number
  counts: Record<string, number>
}) => control('/hours', { past })

/** Files that were uploaded and never sent are removed now, and not only within the hour. */
export const sweepAttachments = async (): Promise<number> => (await control<{ gone: number }>('/sweep', {})).gone

/** Every route there is, as `GET /api/people/:id`, whether the API description tells of it or not. */
export async function routesOf(): Promise<string[]> {
  const { tree } = await control<{ tree: string }>('/routes', {})
  const above: string[] = []
  return tree.split('\n').flatMap(line => {
    const [, indent = '', part = '', methods = ''] = /^([│ ]*)[├└]── (\S*)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? []
    const depth = indent.length / 4
    above.splice(depth, above.length, part)
    return methods
      .split(', ')
      .filter(method => method !== '' && method !== 'HEAD')
      .map(method => `${method} ${above.join('')}`)
  })
}

/** The server's clock, so long after the true time. Only for a server of one's own: everybody else lives in the same hour. */
export const turnClock = (aheadMs: number) => control('/clock', { aheadMs })

/** A JSON request to the server under test; `who` is a key, a visitor token or nothing. */
export async function call<Body = Record<string, unknown>>(
  method: string,
  path: string,
  options: { who?: string; body?: unknown; raw?: string; headers?: Record<string, string> } = {}
): Promise<Answer<Body>> {
  const hasBody = options.body !== undefined || options.raw !== undefined
  const answer = await fetch(foyerUrl() + path, {
    method,
    headers: {
      ...(options.who ? { authorization: `Bearer ${options.who}` } : {}),
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
      ...options.headers
    },
    ...(hasBody ? { body: options.raw ?? JSON.stringify(options.body) } : {})
  })
  const text = await answer.text()
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Body, headers: answer.headers }
}

/** A workspace of one's own, with an owner, an owner's key and an agent that any page may use. */
export async function mintWorkspace(options: { allowedOrigins?: string[] } = {}) {
  const mark = randomBytes(6).toString('hex')
  const owner = { email: `owner-${mark}@example.com`, name: 'Ola Owner', password: 'correct horse battery' }
  const made = await control<{ workspace: { id: string; number: number }; key: string }>('/workspace', {
    name: `Workspace ${mark}`,
    timezone: 'UTC',
    owner
  })
  const agent = await call<{ id: string; identitySecret: string }>('POST', '/api/agents', {
    who: made.key,
    body: { name: 'Site', allowedOrigins: options.allowedOrigins ?? ['*'] }
  })
  if (agent.status !== 201) throw new Error(`no agent: ${JSON.stringify(agent.body)}`)
  return { ...made, owner, agentId: agent.body.id, identitySecret: agent.body.identitySecret }
}
