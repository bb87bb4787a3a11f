import type { SampleEvent } from '@foyer/protocol'
import type { OutgoingEvent } from './kind.ts'

/** An example as if it had come from a page. */
export function fromSample(sample: SampleEvent, now: Date): OutgoingEvent {
  const { visitor } = sample
  const url = URL.parse(sample.url ?? '')
  return {
    id: sample.id ?? 'a-test-event',
    type: sample.type,
    name: sample.name ?? '',
    timeMs: sample.time === undefined ? now.getTime() : Date.parse(sample.time),
    url: sample.url ?? '',
    path: url?.pathname ?? '',
    title: sample.title ?? '',
    referrer: sample.referrer ?? '',
    properties: sample.properties ?? {},
    context: sample.context ?? {},
    visitor: {
      id: visitor?.id ?? 'vis_00000000000000000000000000000001',
      ...(visitor?.userId === undefined ? {} : { userId: visitor.userId }),
      traits: visitor?.traits ?? {}
    },
    session: 'ses_00000000000000000000000000000001'
  }
}
