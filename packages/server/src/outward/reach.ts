import { lookup as lookUp } from 'node:dns'
import { type IncomingHttpHeaders, type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublic } from './public-address.ts'

/** Why somebody else's server was not reached, as a sentence for the team. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
  readonly reason: 'address' | 'private' | 'name' | 'connection' | 'timeout' | 'too_large' | 'stopped'
  /** A connection stood: the request, or some of it, may have arrived. */
  wasSent = false

  constructor(reason: UnreachableError['reason'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

export type Errand = {
  method?: 'GET' | 'POST' | 'PUT'
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Over a connection that stands already, and it stays for the next: for whoever calls the same server all the time. */
  keepsAlive?: boolean
  /** From the first look at its name to the last byte. */
  timeoutMs: number
  /** Of the answer; what is longer is cut off and refused. */
  mostBytes: number
  signal?: AbortSignal
}

/** Not yet read: `chunks` must be read to its end, or `end` called. */
export type Reached = {
  status: number
  headers: IncomingHttpHeaders
  chunks: AsyncIterable<Buffer>
  /** All of it. */
  text(): Promise<string>
  bytes(): Promise<Buffer>
  end(): void
}

export type Reach = (address: string, errand: Errand) => Promise<Reached>

/**
 * Calls an address that a member wrote or a page led to. The name is resolved here, every address it has is judged, and the connection
 * goes to what was judged: a name that answers otherwise the second time gains nothing. Redirects are not followed; whoever does
 * asks again, and is judged again.
 */
export const createReach = (options: { allowPrivate: boolean; lookUp?: typeof lookUp }): Reach => {
  const lookup = judged(options.allowPrivate, options.lookUp ?? lookUp)
  const agents = { 'http:': new PlainAgent(keptAlive), 'https:': new SecureAgent(keptAlive) }
  return async (address, errand) => {
    const url = URL.parse(address)
    if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '')
      throw new UnreachableError('address', 'Only http:// and https:// addresses are asked.')
    const host = url.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) && !options.allowPrivate && !isPublic(host)) throw privateAddress(host)
    return send(url, errand, lookup, errand.keepsAlive === true && agents[url.protocol as keyof typeof agents])
  }
}

/** Servers let an idle connection go after five seconds or more, and what is sent into its end is lost with it. */
const keptAlive = { keepAlive: true, timeout: 4_000, maxFreeSockets: 32 }

const privateAddress = (host: string) =>
  new UnreachableError(
    'private',
    `${host} is an address of a private network, which is not asked. An operator can allow it with FOYER_ALLOW_PRIVATE_DESTINATIONS.`
  )

const judged =
  (allowPrivate: boolean, ask: typeof lookUp): LookupFunction =>
  (host, options, done) => {
    ask(host, { ...options, all: true }, (fault, addresses) => {
      const fail = (error: Error) => done(error, '', 0)
      if (fault)
        return fail(
          new UnreachableError('name', `${host} is not known to the DNS. Check its spelling.`, { cause: fault })
        )
      // One private address among public ones is how a name is made to pass a look and not the call.
      if (!allowPrivate && !addresses.every(({ address }) => isPublic(address))) return fail(privateAddress(host))
      const [first] = addresses
      if (!first) return fail(new UnreachableError('name', `${host} has no address.`))
      if (options.all) (done as unknown as (error: null, all: typeof addresses) => void)(null, addresses)
      else done(null, first.address, first.family)
    })
  }

function send(
  url: URL,
  errand: Errand,
  lookup: LookupFunction,
  agent: PlainAgent | SecureAgent | false
): Promise<Reached> {
  const { host } = url
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? secureRequest : plainRequest)(url, {
      method: errand.method ?? 'GET',
      headers: {
        ...(errand.body === undefined ? {} : { 'content-length': Buffer.byteLength(errand.body) }),
        // What is sent compressed can be a thousand times what was counted.
        'accept-encoding': 'identity',
        ...errand.headers
      },
      lookup,
      agent
    })
    let wasSent = false
    request.once('socket', socket => {
      const stands = () => {
        wasSent = true
      }
      if (request.reusedSocket) stands()
      else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', stands)
    })
    let answer: IncomingMessage | null = null
    let failure: UnreachableError | null = null
    const stop = (why: UnreachableError) => {
      failure ??= why
      request.destroy(why)
      answer?.destroy(why)
    }
    const seconds = Math.round(errand.timeoutMs / 100) / 10
    const timer = setTimeout(
      () => stop(new UnreachableError('timeout', `${host} did not answer within ${seconds} seconds.`)),
      errand.timeoutMs
    )
    const aborted = () => stop(new UnreachableError('stopped', `${host} was not waited for any longer.`))
    const settle = () => {
      clearTimeout(timer)
      errand.signal?.removeEventListener('abort', aborted)
    }
    if (errand.signal?.aborted) aborted()
    errand.signal?.addEventListener('abort', aborted)
    request.once('error', fault => {
      settle()
      reject(Object.assign(failure ?? asUnreachable(host, fault), { wasSent }))
    })
    request.once('response', response => {
      answer = response
      // Told to whoever reads it; without a listener here an answer that breaks off would end the process.
      response.on('error', settle)
      response.once('close', settle)
      resolve(reached(host, response, errand.mostBytes, stop, () => failure))
    })
    request.end(errand.body)
  })
}

function reached(
  host: string,
  response: IncomingMessage,
  mostBytes: number,
  stop: (why: UnreachableError) => void,
  failure: () => UnreachableError | null
): Reached {
  async function* chunks(): AsyncGenerator<Buffer> {
    let bytes = 0
    try {
      for await (const chunk of response as AsyncIterable<Buffer>) {
        bytes += chunk.length
        if (bytes > mostBytes) {
          const tooLarge = new UnreachableError('too_large', `${host} sent more than ${sizeOf(mostBytes)}.`)
          stop(tooLarge)
          throw tooLarge
        }
        yield chunk
      }
    } catch (fault) {
      throw failure() ?? asUnreachable(host, fault)
    }
    const cut = failure()
    if (cut) throw cut
    if (!response.complete) throw new UnreachableError('connection', `${host} broke off in the middle of its answer.`)
  }
  const bytes = async () => {
    const all: Buffer[] = []
    for await (const chunk of chunks()) all.push(chunk)
    return Buffer.concat(all)
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    chunks: chunks(),
    bytes,
    text: async () => (await bytes()).toString('utf8'),
    end: () => void response.destroy()
  }
}

const sizeOf = (bytes: number) =>
  bytes >= 1024 * 1024 ? `${Math.round(bytes / 1024 / 1024)} MB` : `${Math.round(bytes / 1024)} kB`

const codes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'does not take connections. Check the address and its port.',
  ECONNRESET: 'broke off the connection.',
  EPIPE: 'broke off the connection.',
  ENOTFOUND: 'is not known to the DNS. Check its spelling.',
  EHOSTUNREACH: 'cannot be reached from here.',
  ENETUNREACH: 'cannot be reached from here.',
  ETIMEDOUT: 'did not answer.',
  CERT_HAS_EXPIRED: 'has a certificate that has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that nobody vouches for.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another name.'
}

function asUnreachable(host: string, fault: unknown): UnreachableError {
  if (fault instanceof UnreachableError) return fault
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : ''
  const what = codes[code] ?? (code.startsWith('HPE_') ? 'sent what is no HTTP.' : 'could not be reached.')
  return new UnreachableError('connection', `${host} ${what}`, { cause: fault })
}
