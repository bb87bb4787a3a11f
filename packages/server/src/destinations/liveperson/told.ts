import type { Answer } from '../kind.ts'

export type Told = { isJson: boolean; body: Readonly<Record<string, unknown>>; code?: number; message: string }

/** What stands in an answer: `{time, message, internalCode}` of an error, the ids of a success, or nothing of the kind. */
export function toldBy(answer: Answer): Told {
  const body = objectIn(answer.body)
  if (!body) return { isJson: false, body: {}, message: '' }
  const { internalCode, message } = body
  return {
    isJson: true,
    body,
    ...(typeof internalCode === 'number' ? { code: internalCode } : {}),
    message: typeof message === 'string' ? message : ''
  }
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null && !Array.isArray(read)
      ? (read as Record<string, unknown>)
      : undefined
  } catch {
    // A gateway's page in HTML: the status is all there is.
    return undefined
  }
}
