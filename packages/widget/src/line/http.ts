import { parseJson } from './storage.ts'

export type Reply = { status: number; retryAfterMs: number; body: unknown; code: string; message: string }
export type Fetch = (url: string, init: RequestInit) => Promise<Response>
export type Request = {
  method?: string
  token?: string
  json?: unknown
  body?: BodyInit
  headers?: Record<string, string>
  /** The answer is a file. */
  isFile?: boolean
}
export type Http = (path: string, request?: Request, limitMs?: number) => Promise<Reply>

const limitMs = 15_000
const noReply: Reply = { status: 0, retryAfterMs: 0, body: undefined, code: '', message: '' }

/** Requests to the Foyer server. Never throws: no answer, also a blocked request, is status 0. */
export const createHttp =
  (fetch: Fetch, apiBase: string): Http =>
  async (path, { method, token, json, body, headers, isFile } = {}, patience = limitMs) => {
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(), patience)
    const content = json === undefined ? body : JSON.stringify(json)
    try {
      const response = await fetch(apiBase + path, {
        method: method ?? (content === undefined ? 'GET' : 'POST'),
        credentials: 'omit',
        signal: abort.signal,
        headers: {
          ...(json !== undefined && { 'Content-Type': 'application/json' }),
          ...(token && { Authorization: `Bearer ${token}` }),
          ...headers
        },
        ...(content !== undefined && { body: content })
      })
      if (isFile && response.ok) return { ...noReply, status: response.status, body: await response.blob() }
      const answer = parseJson<{ error?: { code?: string; message?: string } }>(await response.text())
      return {
        status: response.status,
        retryAfterMs: Math.min((Number(response.headers.get('Retry-After')) || 0) * 1000, 3_600_000),
        body: answer,
        code: answer?.error?.code ?? '',
        message: answer?.error?.message ?? ''
      }
    } catch {
      return noReply
    } finally {
      clearTimeout(timer)
    }
  }

/** Worth asking again as it is: no answer, too many requests, or the server is in trouble. */
export const isPassing = ({ status }: Reply): boolean => status === 0 || status === 429 || status >= 500
