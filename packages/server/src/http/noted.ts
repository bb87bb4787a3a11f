import type { RequestSource } from '@foyer/protocol'
import type { FastifyRequest } from 'fastify'

/** What is found out about a request on its way, for the request log. Ids are UUIDs. */
export type Noted = {
  workspaceId?: string
  agent?: string
  visitor?: string
  conversation?: string
  source?: RequestSource
  /** The code of the error it is answered with. */
  error?: string
}

declare module 'fastify' {
  interface FastifyRequest {
    noted: Noted | null
  }
}

/** Later notes add to earlier ones. Only what has been checked is noted: a request may claim to be anybody's. */
export function noteOn(request: FastifyRequest, found: Noted): void {
  if (request.noted) Object.assign(request.noted, found)
  else request.noted = found
}
