import { giveDocuments } from './documents.ts'
import { type Filling, fillWorkspace } from './fill.ts'
import { createProgress } from './progress.ts'
import { askQuestions, latestOf } from './talks.ts'
import { generateVisitors } from './visitors.ts'

export { fillWorkspace } from './fill.ts'
export { createProgress } from './progress.ts'
export { generateVisitors } from './visitors.ts'

type Demo = Omit<Filling, 'histories' | 'onProgress'> & {
  /** Where the shop stands: the address visitors of the pages see, `http://localhost:4000`. */
  site: string
  now: number
  terminal: Parameters<typeof createProgress>[0]['terminal']
}

const size = { seed: 'fennel-row', days: 30, visitors: 1500 }

/** Thirty days of the demo shop, with a bar to watch them pass by, what its agent answers from, and what was asked. */
export async function fillDemo({ site, now, terminal, ...filling }: Demo): Promise<void> {
  const began = performance.now()
  await giveDocuments(filling, site)
  const progress = createProgress({ terminal, label: 'Demo data', total: size.visitors, now: () => performance.now() })
  const stories = latestOf(generateVisitors({ ...size, now, site }))
  const filled = await fillWorkspace({
    ...filling,
    histories: stories.histories(),
    onProgress: sofar => progress.at(sofar.visitors, `${sofar.events.toLocaleString('en')} events`)
  })
  await askQuestions(filling, stories.latest())
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const lost = filled.rejected > 0 ? `, ${filled.rejected} refused` : ''
  progress.end(
    `Demo data: ${filled.visitors.toLocaleString('en')} visitors, ${filled.events.toLocaleString('en')} events of the last ${size.days} days in ${seconds} s${lost}.`
  )
}
