import type { ServerResponse } from 'node:http'

/** How the next reports are answered instead. */
export type Fault =
  | { is: 'slow'; ms: number }
  | { is: 'reset' }
  | { is: 'garbage' }
  /** What a gateway on the way, or somebody else's server, would say. */
  | { is: 'text'; status: number; text: string }
  | { is: 'answer'; status: number; code?: number; message?: string; retryAfter?: number }

export const shownFaults: Readonly<Record<string, Fault>> = {
  '429 with Retry-After': { is: 'answer', status: 429, message: 'Too many requests', retryAfter: 5 },
  '500 unexpected': { is: 'answer', status: 500, code: 18, message: 'Unexpected error' },
  '503 unavailable': { is: 'answer', status: 503, message: 'Temporarily unavailable' },
  '400 consumerId': { is: 'answer', status: 400, code: 5, message: 'consumerId' },
  '401 unauthorized': { is: 'answer', status: 401, message: 'Unauthorized' },
  '404 unknown app': { is: 'answer', status: 404, code: 18, message: 'Invalid appInstallationId' },
  'Slow by 5 seconds': { is: 'slow', ms: 5_000 },
  'Connection broken off': { is: 'reset' },
  'Nothing that is HTTP': { is: 'garbage' }
}

export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {}
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

export const problem = (now: Date, code: number | undefined, message: string) => ({
  time: now.getTime(),
  message,
  ...(code === undefined ? {} : { internalCode: code })
})

/** False where the report is still to be answered as it deserves. */
export async function failAs(fault: Fault, response: ServerResponse, now: Date): Promise<boolean> {
  switch (fault.is) {
    case 'slow':
      await new Promise(done => setTimeout(done, fault.ms))
      return false
    case 'reset':
      response.destroy()
      return true
    case 'garbage':
      response.socket?.end('this is no answer\r\n\r\n')
      return true
    case 'text':
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end(fault.text)
      return true
    case 'answer':
      answer(
        response,
        fault.status,
        problem(now, fault.code, fault.message ?? ''),
        fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }
      )
      return true
  }
}
