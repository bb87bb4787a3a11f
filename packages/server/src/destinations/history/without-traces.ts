import type { OutgoingEvent } from '../kind.ts'

/** The visitor's address and browser are there to be sent, and are not kept longer than that. */
export function withoutTraces(text: string): string {
  const event = JSON.parse(text) as OutgoingEvent
  const { ip: _ip, userAgent: _userAgent, ...context } = event.context
  return JSON.stringify({ ...event, context })
}
