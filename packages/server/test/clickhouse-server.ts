import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { Session } from 'chdb'

/**
 * A stand-in for a ClickHouse server, since its binary is on no registry we reach: the engine is the real one (chDB), in this
 * process of its own, and speaks ClickHouse's HTTP to the official client; only the socket is ours. Parameters and settings come in
 * the query string, rows of an insert in the body, failures with ClickHouse's words and number.
 *
 * Arguments: the folder, and the password if there shall be one. Prints its address; ends when its input ends.
 */
const [folder = '', password = ''] = process.argv.slice(2)

/** What the HTTP layer of a server understands and the engine does not. */
const notForTheEngine = new Set([
  'query',
  'query_id',
  'database',
  'session_id',
  'wait_end_of_query',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'enable_http_compression'
])

const literal = (text: string) => `'${text.replaceAll(/[\\']/g, '\\$&')}'`

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const body = await buffer(request)
  if (url.pathname === '/ping') return void response.end('Ok.\n')
  if (!mayEnter(request))
    return fail(response, 'Code: 516. DB::Exception: default: Authentication failed. (AUTHENTICATION_FAILED)', 403)
  // As the server does: every request is a session of its own, so nothing that one of them sets stays behind.
  const session = new Session(folder)
  try {
    // Given together: once readonly is on, nothing else can be set.
    const given = [...url.searchParams].filter(([name]) => !notForTheEngine.has(name))
    const settings = given.map(([name, value]) => `${name} = ${literal(value)}`).join(', ')
    await session.queryAsync(`USE \`${url.searchParams.get('database') ?? 'default'}\``)
    if (settings !== '') await session.queryAsync(`SET ${settings}`)
    const statement = url.searchParams.get('query')
    // An insert has its statement in the address and its rows in the body; everything else is in the body.
    const whole = statement === null ? body.toString() : Buffer.concat([Buffer.from(`${statement}\n`), body]).toString()
    const result = await session.queryAsync(whole, { format: 'TabSeparated' })
    response.setHeader('x-clickhouse-query-id', url.searchParams.get('query_id') ?? '')
    response.end(result.bytes())
  } catch (error) {
    fail(response, error instanceof Error ? error.message : String(error), 500)
  } finally {
    session.close()
  }
}

function mayEnter(request: IncomingMessage): boolean {
  if (password === '') return true
  return request.headers.authorization === `Basic ${Buffer.from(`default:${password}`).toString('base64')}`
}

function fail(response: ServerResponse, message: string, status: number): void {
  const code = /Code: (\d+)/.exec(message)?.[1]
  if (code !== undefined) response.setHeader('x-clickhouse-exception-code', code)
  response.statusCode = status
  response.end(message)
}

// Keeps the engine open between two requests.
const keeper = new Session(folder)
// As ClickHouse: an address may be a megabyte long, and parameters stand in it.
const server = createServer({ maxHeaderSize: 1024 * 1024 }, (request, response) => {
  answer(request, response).catch(error => fail(response, String(error), 500))
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  console.log(`http://127.0.0.1:${port}`)
})
process.stdin.resume().once('end', () => {
  server.close()
  keeper.close()
  process.exit(0)
})
