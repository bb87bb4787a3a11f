import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { createApp } from '../src/app.ts'
import { readCommand } from '../src/config.ts'
import { toUuid } from '../src/http/index.ts'
import { createReach } from '../src/outward/index.ts'
import { filesWith, keepLog, placesOf } from './places-of.ts'

/**
 * One real server on real, empty stores for all test files, in a process of its own; each test makes a workspace in it.
 * What no route of the product offers (a further workspace, "wait until everything is counted", a later hour) goes through a
 * second, private address. Prints one line of JSON when it is ready; ends when its input ends.
 */
const folder = await mkdtemp(join(tmpdir(), 'foyer-test-'))
const { config } = readCommand(
  {
    FOYER_PORT: '0',
    FOYER_DATA: folder,
    FOYER_SECRET: 'a secret that only tests know, long enough to pass',
    FOYER_ALLOW_PRIVATE_DESTINATIONS: process.env.ALLOW_PRIVATE ?? 'false',
    // Loopback counts as a proxy unless said otherwise, so that a test can come from any address.
    ...(process.env.SMTP_URL
      ? { FOYER_SMTP_URL: process.env.SMTP_URL, FOYER_MAIL_FROM: 'Foyer <foyer@mail.example>' }
      : {}),
    ...(process.env.CITY_DATABASE ? { FOYER_GEOIP: process.env.CITY_DATABASE } : {}),
    ...(process.env.TRUSTED_PROXIES ? { FOYER_TRUSTED_PROXIES: process.env.TRUSTED_PROXIES } : {})
  },
  []
)
let aheadMs = 0
const reach = createReach({ allowPrivate: config.allowPrivateDestinations })
/** LivePerson's own Domain API, answered by one of the test's. */
const domainApi = process.env.DOMAIN_API
const app = await createApp(
  { ...config, secret: config.secret ?? '' },
  pino({ level: 'trace' }, keepLog(process.env.LOG ?? 'fatal')),
  () => new Date(Date.now() + aheadMs),
  domainApi ? (address, errand) => reach(address.replace('https://api.liveperson.net', domainApi), errand) : reach
)
const url = await app.listen()

type NewWorkspace = Parameters<typeof app.workspaces.createWorkspace>[0]
type PastFact = { visitor: string; agent: string; at: string; name: string; properties: Record<string, unknown> }
type PastHours = { workspaceId: string; agents: string[]; hours: number; counts: Record<string, number> }
type Asked = NewWorkspace & { aheadMs: number; text: string; texts: string[]; facts: PastFact[]; past: PastHours }
const controls: Record<string, (body: Asked) => Promise<object>> = {
  '/workspace': body => app.workspaces.createWorkspace(body),
  '/clock': async body => {
    aheadMs = body.aheadMs
    return {}
  },
  '/enforce': async () => {
    await app.privacy.enforce()
    return {}
  },
  '/facts': async ({ facts }) => {
    const owners = await app.records.sql<{ id: string; workspace: string }[]>`
      SELECT id, workspace_id AS workspace FROM visitors WHERE id = ANY(${facts.map(fact => toUuid(fact.visitor))}::uuid[])`
    const ownerOf = new Map(owners.map(row => [row.id, row.workspace]))
    await app.recordFacts(
      facts.map(({ name, properties, ...fact }) => ({
        key: randomUUID(),
        at: new Date(fact.at),
        workspaceId: ownerOf.get(toUuid(fact.visitor)) ?? '',
        agent: toUuid(fact.agent),
        visitor: toUuid(fact.visitor),
        name,
        properties
      }))
    )
    return {}
  },
  '/hours': async ({ past: { workspaceId, agents, hours, counts } }) => {
    await app.records.sql`
      INSERT INTO ledger (workspace_id, agent_id, hour, entry, count)
      SELECT ${workspaceId}, agent, date_trunc('hour', ${new Date(Date.now() + aheadMs)}::timestamptz) - hour * interval '1 hour', entry, count
      FROM unnest(${agents.map(toUuid)}::uuid[]) agent, generate_series(0, ${hours - 1}::int) hour,
        unnest(${Object.keys(counts)}::text[], ${Object.values(counts)}::bigint[]) AS entries (entry, count)`
    return {}
  },
  '/sweep': async () => ({ gone: await app.conversations.sweep() }),
  '/places-of': async body => ({ places: await placesOf(app, body.text) }),
  '/files-with': async body => ({ files: await filesWith(folder, body.texts) }),
  '/erased': async () => {
    await app.erased()
    return {}
  },
  '/routes': async () => ({ tree: app.http.printRoutes({ commonPrefix: false }) }),
  '/settled': async () => {
    await app.settled()
    return {}
  }
}
const control = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  try {
    const answer = await controls[request.url ?? '']?.(JSON.parse(Buffer.concat(chunks).toString()))
    response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? {}))
  } catch (fault) {
    response.writeHead(500).end(String(fault))
  }
})
await new Promise<void>(resolve => control.listen(0, '127.0.0.1', resolve))
const { port } = control.address() as AddressInfo
process.stdout.write(`${JSON.stringify({ url, controlUrl: `http://127.0.0.1:${port}` })}\n`)

const stop = async () => {
  control.close()
  await app.close()
  await rm(folder, { recursive: true, force: true })
  process.exit(0)
}
process.stdin.resume().once('end', () => void stop())
process.once('SIGTERM', () => void stop())
