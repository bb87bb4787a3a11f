import type { Preview, ShownRequest } from '@foyer/protocol'
import type { Built, Kind, Mapped, Moment, OutgoingEvent, Settings } from '../kind.ts'
import { shownRequest } from '../shown-request.ts'
import { applyMapping } from './apply.ts'
import { differences } from './differences.ts'
import { whatIsLacking } from './lacking.ts'
import { readMapping } from './read-mapping.ts'

export type PreviewGiven = {
  kind: Kind
  settings: Settings
  preset: string
  /** As it was typed: what is wrong with it is part of the answer. */
  mapping: unknown
  event: OutgoingEvent
  now: Date
  prepared?: Moment['prepared']
}

/** What would be sent for this event, or the sentence that says why nothing would. */
export function previewOf(given: PreviewGiven): Preview {
  const { kind, event } = given
  const read = readMapping(given.mapping, kind)
  const nothing = { rules: [], requests: [], problems: [], differences: [] }
  if ('problems' in read)
    return { ...nothing, instead: 'The mapping has a problem, so nothing would be sent.', problems: read.problems }
  const { mapping } = read
  const preset = kind.presets.find(one => one.key === given.preset)
  const mapped = applyMapping(mapping, event)
  const shown = {
    ...nothing,
    rules: mapped.map(one => one.rule),
    differences: preset ? differences(mapping, preset.mapping) : []
  }
  if (mapped.length === 0)
    return { ...shown, instead: `No rule wants “${event.name || event.type}”, so nothing would be sent.` }
  const built = builtOf(kind, mapped, momentOf(given))
  const requests = built.flatMap(one => ('request' in one ? shownRequest(one.request, kind, given.settings) : []))
  const refused = built.find(one => 'invalid' in one)
  return { ...shown, ...firstOf(requests), requests, ...(refused ? { instead: refused.invalid } : {}) }
}

const firstOf = ([request]: ShownRequest[]) => (request ? { request } : {})

const momentOf = ({ settings, now, prepared = {} }: PreviewGiven): Moment => ({
  settings,
  memory: {},
  now,
  deliveryId: 'dlv_00000000000000000000000000000000',
  prepared
})

/** What becomes of what the mapping made of one event: a request each, or as many in one as the destination takes. */
export function builtOf(kind: Kind, mapped: readonly Mapped[], moment: Moment): Built[] {
  const { together } = typeof kind.delivering === 'function' ? kind.delivering(moment.settings) : kind.delivering
  const most = together?.most ?? 1
  const lacking = whatIsLacking(kind, mapped)
  if (lacking) return [lacking]
  const groups = Array.from({ length: Math.ceil(mapped.length / most) }, (_, index) =>
    mapped.slice(index * most, (index + 1) * most)
  )
  return groups.map((group, index) => kind.build(group, index === 0 ? moment : { ...moment, part: index * most }))
}
