import type { SampleEvent } from '@foyer/protocol'
import type { Answer, Kind, Mapped, OutgoingRequest, Settings, Verdict } from '../kind.ts'
import { applyMapping } from '../mapping/apply.ts'
import { whatIsLacking } from '../mapping/lacking.ts'
import { fromSample } from '../sample.ts'

/** A deliveryId that nobody has had. */
let made = 0
const nextId = () => `dlv_${String(++made).padStart(32, '0')}`

const first = (kind: Kind, settings: Settings): Settings => ({
  ...Object.fromEntries(
    kind.settings.flatMap(field => (field.initial === undefined ? [] : [[field.key, field.initial]]))
  ),
  ...settings
})

/** The events go the way of a delivery, without queue and store: mapped, built, sent over HTTP, judged. */
export async function oneTry(
  kind: Kind,
  given: Settings,
  events: readonly SampleEvent[],
  more: { preset?: string; isTest?: boolean; deliveryId?: string } = {}
): Promise<{ verdict: Verdict; request?: OutgoingRequest }> {
  const now = new Date()
  const preset = kind.presets.find(one => one.key === more.preset) ?? kind.presets[0]
  if (!preset) throw new Error(`${kind.name} has no preset`)
  const mapped: Mapped[] = events.flatMap(event =>
    applyMapping(
      preset.mapping,
      fromSample({ ...structuredClone(event), time: new Date(now.getTime() - 1_000).toISOString() }, now)
    )
  )
  if (mapped.length === 0) throw new Error(`the preset ${preset.key} wants none of these events`)
  const moment = {
    settings: first(kind, given),
    memory: {},
    now,
    deliveryId: more.deliveryId ?? nextId(),
    prepared: {},
    ...(more.isTest ? { isTest: true } : {})
  }
  const built = whatIsLacking(kind, mapped) ?? kind.build(mapped, moment)
  if ('invalid' in built) return { verdict: { is: 'invalid', reason: built.reason, advice: built.invalid } }
  const { request } = built
  return { verdict: kind.judge(await sent(request), mapped, moment), request }
}

async function sent(request: OutgoingRequest): Promise<Answer> {
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers,
    body: request.body as string | Uint8Array<ArrayBuffer>,
    redirect: 'manual'
  })
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() }
}
