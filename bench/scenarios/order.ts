import { newFolder, removeFolder, startFoyer, startSink } from '../foyer.ts'
import type { RateJob, RateResult } from '../load/events-at-a-rate.ts'
import { openSite } from '../load/visitors.ts'
import { inOwnProcess } from '../measure.ts'
import type { Scenario } from './scenario.ts'
import { addWebhook, arrived, removeWebhook } from './sink-site.ts'

/** DE3 with a hundred thousand events: one try in fifty is refused, and each visitor's events have to arrive in their order all the same. */
export const order: Scenario = async options => {
  const folder = newFolder()
  const sink = await startSink()
  const foyer = await startFoyer(folder, options.profiles, [], { FOYER_ALLOW_PRIVATE_DESTINATIONS: 'true' })
  try {
    const site = await openSite(foyer.url, options.quick ? 64 : 1024)
    const { id } = await addWebhook(foyer, `${sink.url}/unsteady`)
    const { accepted } = await inOwnProcess<RateResult>('load/events-at-a-rate.ts', {
      ...site,
      url: foyer.url,
      events: options.quick ? 2_000 : 100_000,
      eventsPerBody: 10,
      connections: 16
    } satisfies RateJob)
    const figures = await arrived(sink, accepted)
    await removeWebhook(foyer, id)
    return [
      {
        scenario: 'order',
        method: `${accepted.toLocaleString('en')} numbered events of ${site.senders.length} visitors, as fast as they are answered, to a webhook that answers 500 to the first try of one in fifty. It notes every event that is taken before an earlier one of the same visitor, and every one that is taken twice.`,
        figures: [
          { what: 'delivered', value: figures.once, unit: 'events', target: { atLeast: accepted } },
          { what: 'refused at first, and tried again', value: figures.refused, unit: 'events' },
          { what: 'taken before an earlier one', value: figures.outOfOrder, unit: '', target: { atMost: 0 } },
          { what: 'taken twice', value: figures.count - figures.once, unit: '', target: { atMost: 0 } },
          { what: 'from the first to the last', value: (figures.lastMs - figures.firstMs) / 1000, unit: 's' }
        ],
        runs: { accepted, figures }
      }
    ]
  } finally {
    await foyer.stop()
    await sink.stop()
    removeFolder(folder)
  }
}
