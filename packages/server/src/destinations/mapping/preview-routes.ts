import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { DestinationId, DraftPreviewRequest, ErrorBody, Preview, PreviewRequest } from '@foyer/protocol'
import { Type } from 'typebox'
import { AppError, actorOf, toUuid } from '../../http/index.ts'
import { whichEvent } from '../deliveries/which-event.ts'
import { inSegmentNow } from '../in-segment/now.ts'
import type { Kind, Settings } from '../kind.ts'
import { kindOf } from '../kinds.ts'
import type { ManageContext } from '../manage/context.ts'
import { destinationIn, knownKind } from '../manage/rows.ts'
import { settingsOf } from '../settings/check-settings.ts'
import { openSettings } from '../settings/sealed.ts'
import { previewOf } from './preview.ts'

const path = '/api/destinations'
const bodyLimit = 512 * 1024
/** Nothing is sent and nothing is written: whoever may look at a destination may ask what it would do. */
const config = { access: 'destinations:read' } as const

type Context = Pick<ManageContext, 'sql' | 'events' | 'clock' | 'vault' | 'allowPrivate' | 'inSegment' | 'isReadable'>

export function previewRoutes(context: Context): FastifyPluginAsyncTypebox {
  const { sql, clock, vault } = context

  /** Fields that are still empty or wrong are as in an example of the preset, so that there is something to look at. */
  async function filled(kind: Kind, preset: string, given: Record<string, unknown>): Promise<Settings> {
    const example = kind.examples.find(one => one.preset === preset) ?? kind.examples[0]
    const judging = { allowPrivate: context.allowPrivate, judge: async () => undefined }
    const { settings, problems } = await settingsOf(kind, given, judging)
    const wrong = new Set(problems.map(one => one.key))
    const right = Object.entries(settings).filter(([key]) => !wrong.has(key))
    return { ...example?.settings, ...Object.fromEntries(right) }
  }

  return async app => {
    app.post(
      `${path}/:id/preview`,
      {
        config,
        bodyLimit,
        schema: {
          params: Type.Object({ id: DestinationId }),
          body: PreviewRequest,
          response: { 200: Preview, '4xx': ErrorBody }
        }
      },
      async request => {
        const { params, body } = request
        const { workspaceId } = actorOf(request)
        const row = await destinationIn(sql, workspaceId, toUuid(params.id))
        const kind = knownKind(row.type)
        const saved = openSettings(vault, row.id, row)
        const { event, visitor } = await whichEvent(context, workspaceId, row, body)
        const shown = previewOf({
          kind,
          settings: body.settings ? await filled(kind, row.preset, { ...saved, ...typed(body.settings) }) : saved,
          preset: row.preset,
          mapping: body.mapping === undefined ? row.mapping : body.mapping,
          event,
          now: clock()
        })
        return {
          ...shown,
          ...(await inSegmentNow(context, workspaceId, row, body.eventId === undefined ? null : visitor))
        }
      }
    )
    app.post(
      `${path}/preview`,
      { config, bodyLimit, schema: { body: DraftPreviewRequest, response: { 200: Preview, '4xx': ErrorBody } } },
      async request => {
        const { body } = request
        const { workspaceId } = actorOf(request)
        const kind = kindOf(body.type)
        if (!kind)
          throw new AppError('invalid', 'There is no such destination. GET /api/destinations/catalog lists them.', {
            field: 'type'
          })
        const [usual] = kind.presets
        const preset = body.preset === undefined ? usual : kind.presets.find(one => one.key === body.preset)
        if (!preset)
          throw new AppError('invalid', `preset must be one of ${kind.presets.map(one => one.key).join(', ')}.`, {
            field: 'preset'
          })
        return previewOf({
          kind,
          settings: await filled(kind, preset.key, typed(body.settings)),
          preset: preset.key,
          mapping: body.mapping === undefined ? preset.mapping : body.mapping,
          event: (await whichEvent(context, workspaceId, { agents: [], personal: {} }, body)).event,
          now: clock()
        })
      }
    )
  }
}

/** A form that sends back what it was shown says of a secret only that there is one. */
const typed = (settings: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => typeof value !== 'object' || Array.isArray(value)))
