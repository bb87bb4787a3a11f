import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { AuditEntry, PageQuery, pageOf, Workspace, WorkspaceChange } from '@foyer/protocol'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { actorOf } from '../http/index.ts'
import type { AgentDirectory } from './agent-directory.ts'
import { answers } from './answers.ts'
import { listAudit } from './audit.ts'
import type { WorkspaceContext } from './context.ts'
import { changeSettings, readWorkspace, shownWorkspace } from './workspace.ts'

export function workspaceRoutes(root: FastifyInstance, context: WorkspaceContext, directory: AgentDirectory): void {
  const app = root.withTypeProvider<TypeBoxTypeProvider>()

  app.get(
    '/api/workspace',
    { config: { access: 'workspace:read' }, schema: { response: answers(200, Workspace) } },
    async request => shownWorkspace(await readWorkspace(context.sql, actorOf(request).workspaceId))
  )

  app.patch(
    '/api/workspace',
    { config: { access: 'workspace:write' }, schema: { body: WorkspaceChange, response: answers(200, Workspace) } },
    async request => {
      const changed = await changeSettings(context, actorOf(request), request.body)
      directory.forgetAll()
      return changed
    }
  )

  app.get(
    '/api/audit',
    {
      config: { access: 'audit:read' },
      schema: { querystring: Type.Object(PageQuery), response: answers(200, pageOf(AuditEntry)) }
    },
    async request => listAudit(context, actorOf(request).workspaceId, request.query)
  )
}
