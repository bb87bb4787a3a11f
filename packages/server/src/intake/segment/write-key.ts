import { isObject } from '@foyer/protocol'
import type { FastifyRequest } from 'fastify'
import { type Actor, AppError, noteOn } from '../../http/index.ts'
import { assertKeyMay, type DoorAgent, type FindAgent } from '../../identity/index.ts'
import type { Call } from './calls.ts'

export type KeyDoor = {
  agents: FindAgent
  /** The actor of a secret key, or null. */
  actorOfKey(key: string): Promise<Actor | null>
  firstAgentOf(workspaceId: string): Promise<string | undefined>
}

/** Who sends: a site's own pages, or (with a secret key) a server of the team, which vouches for whom it names. */
export type Source = { agent: DoorAgent; actor: Actor | null }

/** As Segment has it, the key is the name of Basic without a password; its libraries and RudderStack's say it in other places too. */
export function writeKeyOf(request: FastifyRequest, inBody: string | undefined): string | undefined {
  const { authorization } = request.headers
  const basic = /^basic\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  if (basic !== undefined) {
    const key = Buffer.from(basic, 'base64').toString('utf8').replace(/:.*$/s, '')
    if (key !== '') return key
  }
  const bearer = /^bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  if (bearer !== undefined) return bearer
  const header = request.headers['x-write-key']
  if (typeof header === 'string' && header !== '') return header
  if (inBody) return inBody
  const { writeKey, writekey } = request.query as Record<string, unknown>
  return [writeKey, writekey].find(value => typeof value === 'string' && value !== '') as string | undefined
}

export async function sourceOf(
  request: FastifyRequest,
  key: string | undefined,
  calls: readonly Call[],
  door: KeyDoor
): Promise<Source> {
  if (key === undefined)
    throw new AppError(
      'no_credential',
      'Send a write key: the id of an agent (agt_…), or a secret API key (fk_…), as the name of Basic authorization.'
    )
  if (/^fk_/.test(key)) return secretSource(request, key, calls, door)
  const agent = /^agt_[0-9a-f]{32}$/.test(key) ? await door.agents(key) : null
  if (!agent)
    throw new AppError(
      'wrong_credential',
      'There is no such write key here. It is the id of an agent (agt_…, from its Installation page) or an API key (fk_…).'
    )
  return { agent, actor: null }
}

async function secretSource(
  request: FastifyRequest,
  key: string,
  calls: readonly Call[],
  door: KeyDoor
): Promise<Source> {
  const actor = await door.actorOfKey(key)
  if (!actor)
    throw new AppError(
      'wrong_credential',
      'This API key is not valid. Check it, or make a new one under Settings, API keys.'
    )
  request.actor = actor
  noteOn(request, { workspaceId: actor.workspaceId })
  // Whoever names none is not turned away, which would lose what they sent: the workspace's first is meant.
  const only = agentNamed(request, calls) ?? (await door.firstAgentOf(actor.workspaceId))
  if (only === undefined)
    throw new AppError('not_found', 'This workspace has no agent yet. Add one on the Agents page.')
  const agent = await door.agents(only)
  if (!agent)
    throw new AppError('not_found', 'There is no such agent here. Copy its id from the Agents page.', {
      field: 'context.agentId'
    })
  assertKeyMay(request, agent)
  return { agent, actor }
}

function agentNamed(request: FastifyRequest, calls: readonly Call[]): string | undefined {
  const header = request.headers['x-agent-id']
  if (typeof header === 'string' && header !== '') return header
  for (const { context } of calls) if (isObject(context) && typeof context.agentId === 'string') return context.agentId
  return undefined
}
