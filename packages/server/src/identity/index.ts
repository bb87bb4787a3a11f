import type { IdentifyInPassing } from '@foyer/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Machines } from '../facts/index.ts'
import { createRateLimit } from '../http/index.ts'
import type { WhereaboutsIn } from '../privacy/index.ts'
import type { Records } from '../stores/records/index.ts'
import type { DoorAgent, FindAgent } from './door.ts'
import { createIdentify } from './identify.ts'
import { createRecognise } from './recognise.ts'
import { identityRoutes, meet } from './routes.ts'
import { createVisitorTokens } from './tokens.ts'

export { visitMinutes } from './browsers.ts'
export { claimTrait, traitsOfPerson } from './claim.ts'
export {
  admit,
  answerPreflight,
  answerReadably,
  type DoorAgent,
  type FindAgent,
  visitorTokenOf
} from './door.ts'
export { createErased, type Erased, type ErasedVisitors, forgetVisitors, wasErased } from './erased.ts'
export { rebuildPeople, searchForm } from './people-rows.ts'
export { nameOfSomebody, type Recognise } from './recognise.ts'
export { assertKeyMay, sessionUuid, speaksFor, unknownAgent, webAddress } from './routes.ts'
export { partSeenApart } from './seen-apart.ts'
export type { VisitorTokens } from './tokens.ts'
export { depthOf, storableJson, storableText } from './traits.ts'
export { undoJoin } from './undo.ts'

export type Meet = (request: FastifyRequest, told: IdentifyInPassing, agent: DoorAgent) => Promise<string>

/** One address may identify this many visitors: an office or a school behind one is fine, a script is not. */
const perAddress = { burst: 300, perSecond: 50 }

export function createIdentity(deps: {
  records: Records
  secret: string
  agents: FindAgent
  identitySecrets(agentId: string): Promise<string[]>
  whereaboutsIn: WhereaboutsIn
  machines: Machines
  publicUrl: string
  clock: () => Date
  changed(workspaceId: string, people: string[]): void
}) {
  const tokens = createVisitorTokens(deps.secret)
  const identify = createIdentify(deps.records.sql)
  const limit = createRateLimit({ ...perAddress, clock: () => deps.clock().getTime() })
  const all = { ...deps, identify, tokens, perAddress: limit }
  return {
    tokens,
    /** The browser behind a page's request that says of itself what identify takes. */
    meet: (async (request, told, agent) => (await meet(request, told, agent, all)).answer.visitor) satisfies Meet,
    /** The browser of which another library's call tells. */
    recognise: createRecognise(identify),
    routes: async (app: FastifyInstance) => identityRoutes(app, all)
  }
}
