import { type Reach, type Reached, UnreachableError } from '../../outward/index.ts'
import type { Answer, OutgoingRequest } from '../kind.ts'

/** Enough for what any destination says; of more than that nothing is read, and the answer is judged by what came. */
const mostAnswerBytes = 256 * 1024

export type Response =
  | { answer: Answer /** Why the answer is not whole. */; broken?: string }
  | { fault: string; wasSent: boolean; isUnknownName: boolean; mayNot: boolean }

/** Sends a request and reads what comes back. Never throws: every way to fail is an answer of its own. */
export async function reachDestination(
  reach: Reach,
  request: OutgoingRequest,
  options: { timeoutMs: number; allowPrivate: boolean; signal: AbortSignal }
): Promise<Response> {
  const nothing = { wasSent: false, isUnknownName: false, mayNot: true }
  if (!options.allowPrivate && URL.parse(request.url)?.protocol !== 'https:')
    return { ...nothing, fault: 'Events are only sent to https:// addresses. Change the address in the settings.' }
  let reached: Reached
  try {
    reached = await reach(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body,
      timeoutMs: options.timeoutMs,
      mostBytes: mostAnswerBytes,
      signal: options.signal,
      keepsAlive: true
    })
  } catch (fault) {
    if (!(fault instanceof UnreachableError))
      return { ...nothing, fault: 'The request could not be made: an address or a header in it is not valid.' }
    const { reason, message, wasSent } = fault
    return {
      fault: message,
      wasSent,
      isUnknownName: reason === 'name',
      mayNot: reason === 'address' || reason === 'private'
    }
  }
  return answerOf(reached)
}

async function answerOf(reached: Reached): Promise<Response> {
  const chunks: Buffer[] = []
  let broken: string | undefined
  try {
    for await (const chunk of reached.chunks) chunks.push(chunk)
  } catch (fault) {
    // The status is what counts, and that has come.
    broken = fault instanceof Error ? fault.message : String(fault)
    reached.end()
  }
  const headers = Object.fromEntries(
    Object.entries(reached.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? '')
    ])
  )
  const answer = { status: reached.status, headers, body: Buffer.concat(chunks).toString('utf8') }
  return broken === undefined ? { answer } : { answer, broken }
}
