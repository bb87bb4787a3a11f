import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answer, type Fault, failAs, problem, shownFaults } from './faults.ts'
import { pageFile } from './page.ts'
import { type Account, answerReport } from './report.ts'
import { createVisits } from './visits.ts'

/** A report that arrived, as it came, and how it was answered. */
export type Arrival = {
  at: string
  method: string
  path: string
  query: Record<string, string>
  headers: Record<string, string>
  body: unknown
  status: number
  answer: unknown
}
export type LocalLivePerson = Awaited<ReturnType<typeof startLivePerson>>

const kept = 500
const mostBytes = 1024 * 1024

/** A LivePerson of one's own: the Domain API, reports and the read-back of a visit, over HTTP and on this machine only. */
export async function startLivePerson(
  options: {
    port?: number
    account?: Partial<Account>
    clock?: () => Date
    /** Called for each report that was answered. */
    heard?: (arrival: Arrival) => void
  } = {}
) {
  const clock = options.clock ?? (() => new Date())
  const newId = () => randomBytes(15).toString('base64url')
  const account: Account = {
    id: '12345678',
    appKey: 'a1b2c3d4-1234-5678-90ab-cdef12345678',
    isCold: false,
    ...options.account
  }
  const visits = createVisits(newId)
  const arrivals: Arrival[] = []
  const faults: Fault[] = []
  const domainFaults: Fault[] = []
  /** What the Domain API names instead of this server. */
  let namedHost: string | undefined

  const report = async (request: IncomingMessage, response: ServerResponse, url: URL, ids: string[]) => {
    const body = await bodyOf(request)
    const arrival: Arrival = {
      at: clock().toISOString(),
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      body: read(body),
      status: 0,
      answer: null
    }
    arrivals.push(arrival)
    if (arrivals.length > kept) arrivals.shift()
    const fault = faults.shift()
    if (fault && (await failAs(fault, response, clock()))) {
      arrival.status = 'status' in fault ? fault.status : 0
      arrival.answer = fault
    } else {
      const [id = '', app = ''] = ids
      const answered = await answerReport(
        { account: id, app, query: url.searchParams, body },
        account,
        visits,
        newId,
        clock()
      )
      Object.assign(arrival, { status: answered.status, answer: answered.body })
      answer(response, answered.status, answered.body)
    }
    options.heard?.(arrival)
  }

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const on = (method: string, pattern: RegExp) =>
      method === request.method ? pattern.exec(url.pathname)?.slice(1) : undefined
    const isPut =
      request.method === 'PUT' ||
      (request.method === 'POST' && String(request.headers['x-http-method-override']).toUpperCase() === 'PUT')
    const reported = /^\/api\/account\/([^/]+)\/app\/([^/]+)\/report$/.exec(url.pathname)?.slice(1)
    if (reported) {
      if (!isPut)
        return answer(response, 405, problem(clock(), undefined, 'PUT, or POST with X-HTTP-Method-Override: PUT'))
      return report(request, response, url, reported.map(decodeURIComponent))
    }
    const domain = on('GET', /^\/api\/account\/([^/]+)\/service\/smt\/baseURI\.json$/)
    if (domain) {
      const fault = domainFaults.shift()
      if (fault && (await failAs(fault, response, clock()))) return
      if (domain[0] !== account.id)
        return answer(response, 401, problem(clock(), undefined, 'Bad Authentication (invalid site or agent)'))
      return answer(response, 200, { service: 'smt', account: account.id, baseURI: namedHost ?? request.headers.host })
    }
    const visit = on('GET', /^\/api\/account\/([^/]+)\/monitoring\/visitors\/([^/]+)\/visits\/current\/state$/)
    if (visit) {
      const state = visits.read(decodeURIComponent(visit[1] ?? ''), url.searchParams.get('sid') ?? '')
      return state ? answer(response, 200, state) : answer(response, 404, problem(clock(), 12, 'Session not found'))
    }
    if (on('GET', /^\/arrivals$/))
      return answer(response, 200, { arrivals: arrivals.toReversed(), faults: Object.keys(shownFaults) })
    if (on('POST', /^\/faults$/)) {
      const fault = shownFaults[await bodyOf(request)]
      if (!fault) return answer(response, 400, { message: `One of ${Object.keys(shownFaults).join(', ')}.` })
      faults.push(fault)
      return answer(response, 202, {})
    }
    const file = request.method === 'GET' ? pageFile(url.pathname) : undefined
    if (file) return void response.writeHead(200, { 'content-type': file.type }).end(file.text)
    // Not an answer of LivePerson: whoever asks has the wrong address.
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not Found')
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(fault => {
      if (!response.headersSent) answer(response, 500, problem(clock(), 18, String(fault)))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const host = `127.0.0.1:${port}`
  return {
    url: `http://${host}`,
    host,
    account,
    arrivals,
    /** The next reports are answered so, one after another. */
    failNext: (...next: Fault[]) => void faults.push(...next),
    /** The same for the Domain API. */
    failDomain: (...next: Fault[]) => void domainFaults.push(...next),
    nameHost: (other: string | undefined) => {
      namedHost = other
    },
    endVisits: () => visits.endAll(),
    visit: (vid: string, sid = '') => visits.read(vid, sid),
    async close() {
      server.closeAllConnections()
      await new Promise<void>(done => server.close(() => done()))
    }
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new Error('longer than a report is')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Shown as it came.
    return text
  }
}
