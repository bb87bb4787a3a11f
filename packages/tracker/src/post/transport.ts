import type { Surroundings } from '../surroundings.ts'

export type Reply = { status: number; retryAfterMs: number; body: unknown }
export type Transport = ReturnType<typeof createTransport>

const limitMs = 15_000
const noReply: Reply = { status: 0, retryAfterMs: 0, body: undefined }

/** Posts to the Foyer server. Never throws: no answer, also an aborted or blocked request, is status 0. Nothing goes out after `close`. */
export const createTransport = (
  around: Pick<Surroundings, 'later' | 'now'> & { fetch: (url: string, init: RequestInit) => Promise<Response> },
  apiBase: string
) => {
  const open = new Set<AbortController>()
  let isClosed = false

  const post = async (path: string, body: string, init: RequestInit): Promise<Reply> => {
    if (isClosed) return noReply
    const abort = new AbortController()
    const callOff = around.later(() => abort.abort(), limitMs)
    open.add(abort)
    try {
      const response = await around.fetch(apiBase + path, {
        method: 'POST',
        credentials: 'omit',
        signal: abort.signal,
        body,
        ...init
      })
      return {
        status: response.status,
        retryAfterMs: parseRetryAfter(response.headers.get('Retry-After'), around.now()),
        // What is no JSON comes from a stranger in between.
        body: await response.json().catch(() => undefined)
      }
    } catch {
      return noReply
    } finally {
      callOff()
      open.delete(abort)
    }
  }

  return {
    send: (path: string, body: string, token?: string) =>
      post(path, body, {
        headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) }
      }),
    /**
     * Outlives the page. As text/plain with the token in the body it needs no preflight, which a page being closed may not
     * live to see answered. Undefined: sent as a beacon, and nobody will tell how it went.
     */
    sendLeaving(path: string, body: string): Promise<Reply> | undefined {
      if ('keepalive' in Request.prototype) {
        return post(path, body, { headers: { 'Content-Type': 'text/plain' }, keepalive: true })
      }
      navigator.sendBeacon(apiBase + path, body)
      return undefined
    },
    /** What is under way may arrive yet. */
    close() {
      isClosed = true
    },
    abort() {
      for (const request of open) request.abort()
    }
  }
}

/** Seconds or a date; answers milliseconds, at most a day. */
const parseRetryAfter = (value: string | null, now: number): number => {
  if (!value) return 0
  const ms = Number.isNaN(Number(value)) ? Date.parse(value) - now : Number(value) * 1000
  return Math.min(Math.max(ms || 0, 0), 86_400_000)
}
