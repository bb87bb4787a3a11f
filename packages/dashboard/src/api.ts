import type { ErrorBody } from '@foyer/protocol'
import { noteServerDate } from './time/clock.ts'

/** What the server said went wrong, or that it could not be reached. `message` is a sentence for the reader. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly field: string | undefined
  readonly requestId: string | undefined

  constructor(status: number, error: Partial<ErrorBody['error']>) {
    super(
      error.message ?? 'Foyer answered with something this page does not understand. Nothing was changed. Try again.'
    )
    this.name = 'ApiError'
    this.status = status
    this.code = error.code ?? 'internal'
    this.field = error.field
    this.requestId = error.requestId
  }
}

const signedOutListeners = new Set<() => void>()

/** Called when any request is answered with 401: the session ended elsewhere. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener)
  return () => signedOutListeners.delete(listener)
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type QueryValues = Record<string, string | number | boolean | undefined>
type Options = {
  query?: QueryValues
  body?: unknown
  signal?: AbortSignal
  mayBeRefused?: boolean
  /** The name under which it can be asked how far the answer is. */
  ask?: string
}

async function send<Answer>(method: Method, path: string, options: Options): Promise<Answer> {
  const response = await answerTo(method, path, options)
  return (response.status === 204 ? undefined : await response.json()) as Answer
}

async function answerTo(method: Method, path: string, options: Options): Promise<Response> {
  const isMutating = method !== 'GET'
  const headers: Record<string, string> = { accept: 'application/json' }
  // A page of another site cannot send this header, so it cannot act with the member's cookie.
  if (isMutating) headers['x-foyer'] = '1'
  if (options.ask !== undefined) headers['x-ask'] = options.ask
  if (options.body !== undefined) headers['content-type'] = 'application/json'
  const response = await reach(path + queryText(options.query), {
    method,
    headers,
    credentials: 'same-origin',
    body: options.body === undefined ? null : JSON.stringify(options.body),
    signal: options.signal ?? null
  })
  noteServerDate(response.headers.get('date'))
  if (response.ok) return response
  const error = await errorOf(response)
  const isRefusal = options.mayBeRefused === true && error.code !== 'no_credential'
  if (response.status === 401 && !isRefusal) for (const listener of signedOutListeners) listener()
  throw new ApiError(response.status, error)
}

async function reach(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request)
  } catch (fault) {
    if (request.signal?.aborted) throw fault
    throw new ApiError(0, {
      code: 'unreachable',
      message: 'Foyer does not answer. Nothing you see is lost. Check the connection and try again.'
    })
  }
}

async function errorOf(response: Response): Promise<Partial<ErrorBody['error']>> {
  try {
    const body: Partial<ErrorBody> = await response.json()
    return body.error ?? {}
  } catch {
    // A proxy in between answered with a page of its own.
    return {}
  }
}

export function queryText(query: QueryValues | undefined): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== '') params.set(key, String(value))
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

export const api = {
  get: <Answer>(path: string, query?: QueryValues, signal?: AbortSignal) =>
    send<Answer>('GET', path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) }),
  post: <Answer>(path: string, body?: unknown, signal?: AbortSignal) =>
    send<Answer>('POST', path, { body, ...(signal ? { signal } : {}) }),
  /** A question that may take a while: a POST where there is a body. */
  ask: <Answer>(path: string, options: Pick<Options, 'query' | 'body' | 'signal' | 'ask'>) =>
    send<Answer>(options.body === undefined ? 'GET' : 'POST', path, options),
  put: <Answer>(path: string, body: unknown) => send<Answer>('PUT', path, { body }),
  patch: <Answer>(path: string, body: unknown) => send<Answer>('PATCH', path, { body }),
  delete: <Answer = void>(path: string) => send<Answer>('DELETE', path, {}),
  /** Read by whoever asked, as it comes. */
  file: (path: string, body: unknown, signal: AbortSignal) => answerTo('POST', path, { body, signal }),
  /** Where a password is asked: a 401 there may be an answer about the password, not the end of a session. */
  enter: <Answer>(path: string, body: unknown) => send<Answer>('POST', path, { body, mayBeRefused: true })
}
