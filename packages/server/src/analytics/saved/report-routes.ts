import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  ErrorBody,
  pageOf,
  ReportId,
  SavedReport,
  SavedReportAnswer,
  SavedReportChange,
  SavedReportCreate,
  SavedReportsQuery
} from '@foyer/protocol'
import { Type } from 'typebox'
import { actorOf, toUuid } from '../../http/index.ts'
import type { Answers } from './answer.ts'
import type { SavedContext } from './context.ts'
import { notesOn } from './noted.ts'
import { addReport, changeReport, listReports, removeReport, reportIn, shownReport } from './reports.ts'

export const reading = { access: 'analytics:read' } as const
export const writing = { access: 'analytics:write' } as const
export const bodyLimit = 64 * 1024
const params = Type.Object({ id: ReportId })
const one = { 200: SavedReport, '4xx': ErrorBody }

export function reportRoutes(context: SavedContext, answers: Answers): FastifyPluginAsyncTypebox {
  const { sql } = context
  return async app => {
    app.get(
      '/api/reports',
      {
        config: reading,
        schema: { querystring: SavedReportsQuery, response: { 200: pageOf(SavedReport), '4xx': ErrorBody } }
      },
      request => listReports(sql, actorOf(request).workspaceId, request.query)
    )
    app.post(
      '/api/reports',
      {
        config: writing,
        bodyLimit,
        schema: { body: SavedReportCreate, response: { 201: SavedReport, '4xx': ErrorBody } }
      },
      async (request, reply) => reply.code(201).send(await addReport(context, actorOf(request), request.body))
    )
    app.get('/api/reports/:id', { config: reading, schema: { params, response: one } }, async request =>
      shownReport(await reportIn(sql, actorOf(request).workspaceId, toUuid(request.params.id)))
    )
    app.patch(
      '/api/reports/:id',
      { config: writing, bodyLimit, schema: { params, body: SavedReportChange, response: one } },
      request => changeReport(context, actorOf(request), toUuid(request.params.id), request.body)
    )
    app.delete(
      '/api/reports/:id',
      { config: writing, schema: { params, response: { 204: Type.Null(), '4xx': ErrorBody } } },
      async (request, reply) => {
        await removeReport(context, actorOf(request), toUuid(request.params.id))
        return reply.code(204).send(null)
      }
    )
    app.get(
      '/api/reports/:id/answer',
      { config: reading, schema: { params, response: { 200: SavedReportAnswer, '4xx': ErrorBody } } },
      async request => {
        const { workspaceId } = actorOf(request)
        const report = await reportIn(sql, workspaceId, toUuid(request.params.id))
        const { kind, name } = report
        const answer = await answers.answer(workspaceId, report)
        return { kind, name, answer, ...(await notesOn(sql, workspaceId, kind, answer)) }
      }
    )
  }
}
