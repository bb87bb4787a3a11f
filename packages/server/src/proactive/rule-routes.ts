import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  AgentId,
  ErrorBody,
  ProactiveOrder,
  ProactivePreview,
  ProactivePreviewRequest,
  ProactiveRule,
  ProactiveRuleChange,
  ProactiveRuleId,
  ProactiveRules,
  ProactiveRuleWrite,
  ProactiveSettings
} from '@foyer/protocol'
import { Type } from 'typebox'
import { actorOf, toUuid } from '../http/index.ts'
import type { ProactiveContext } from './context.ts'
import { preview } from './preview.ts'
import { addRule, changeRule, changeSettings, listRules, orderRules, removeRule } from './rules.ts'

const byAgent = Type.Object({ id: AgentId })
const byRule = Type.Object({ id: AgentId, ruleId: ProactiveRuleId })
const reading = { access: 'agents:read' } as const
const writing = { access: 'agents:write' } as const
const bodyLimit = 64 * 1024
const path = '/api/agents/:id/proactive'

/** What the team decides. */
export function ruleRoutes(context: ProactiveContext): FastifyPluginAsyncTypebox {
  return async app => {
    app.get(
      path,
      { config: reading, schema: { params: byAgent, response: { 200: ProactiveRules, '4xx': ErrorBody } } },
      request => listRules(context.sql, actorOf(request).workspaceId, toUuid(request.params.id))
    )
    app.post(
      path,
      {
        config: writing,
        bodyLimit,
        schema: { params: byAgent, body: ProactiveRuleWrite, response: { 201: ProactiveRule, '4xx': ErrorBody } }
      },
      async (request, reply) =>
        reply.code(201).send(await addRule(context, actorOf(request), toUuid(request.params.id), request.body))
    )
    app.patch(
      path,
      {
        config: writing,
        schema: {
          params: byAgent,
          body: Type.Partial(ProactiveSettings),
          response: { 200: ProactiveSettings, '4xx': ErrorBody }
        }
      },
      request => changeSettings(context, actorOf(request), toUuid(request.params.id), request.body)
    )
    app.put(
      `${path}/order`,
      {
        config: writing,
        schema: { params: byAgent, body: ProactiveOrder, response: { 200: ProactiveRules, '4xx': ErrorBody } }
      },
      request => orderRules(context, actorOf(request), toUuid(request.params.id), request.body.ids)
    )
    app.post(
      `${path}/preview`,
      {
        config: reading,
        bodyLimit,
        schema: {
          params: byAgent,
          body: ProactivePreviewRequest,
          response: { 200: ProactivePreview, '4xx': ErrorBody }
        }
      },
      request => preview(context, actorOf(request).workspaceId, toUuid(request.params.id), request.body)
    )
    app.patch(
      `${path}/:ruleId`,
      {
        config: writing,
        bodyLimit,
        schema: { params: byRule, body: ProactiveRuleChange, response: { 200: ProactiveRule, '4xx': ErrorBody } }
      },
      request => {
        const { id, ruleId } = request.params
        return changeRule(context, actorOf(request), toUuid(id), toUuid(ruleId), request.body)
      }
    )
    app.delete(
      `${path}/:ruleId`,
      { config: writing, schema: { params: byRule, response: { 204: Type.Null(), '4xx': ErrorBody } } },
      async (request, reply) => {
        const { id, ruleId } = request.params
        await removeRule(context, actorOf(request), toUuid(id), toUuid(ruleId))
        return reply.code(204).send(null)
      }
    )
  }
}
