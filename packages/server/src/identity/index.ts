import type { FastifyInstance } from 'fastify'
import type { Machines } from '../facts/index.ts'
import { createRateLimit } from '../http/index.ts'
import type { WhereaboutsIn } from '../privacy/index.ts'
import type { Records } from '../stores/records/index.ts'
import type { FindAgent } from './door.ts'
import { createIdentify } from './identify.ts'
import { identityRoutes } from './routes.ts'
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
export { rebuildPeople, searchForm } from './people-rows.ts'
export { assertKeyMay, sessionUuid, speaksFor, unknownAgent, webAddress } from './routes.ts'
export { partSeenApart } from './seen-apart.ts'
export type { VisitorTokens } from './tokens.ts'
export { depthOf, storableJson, storableText } from './traits.ts'
export { undoJoin } from './undo.ts'

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
  return {
    tokens,
    routes: async (app: FastifyInstance) => identityRoutes(app, { ...deps, identify, tokens, perAddress: limit })
  }
}
