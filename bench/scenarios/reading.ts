import { adminKey, newFolder, removeFolder, startFoyer } from '../foyer.ts'
import type { FillResult } from '../load/fill.ts'
import { familyOf, inOwnProcess, median, memoryOf, percentile } from '../measure.ts'
import type { Figure, Options } from '../report.ts'

const millions = (events: number) => `${events / 1e6} M events`

/**
 * Both stores filled in bulk (200 k visitors, ten visits each, merged parts), then over HTTP, warm, one request at a time: the first page
 * of 200 random timelines, and the first page of the People list as it opens, searched and filtered. Also: bytes an event, the start
 * on that data, and memory once it has been idle.
 */
export async function reading(options: Options): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const events of options.events) {
    const folder = newFolder()
    try {
      const first = await startFoyer(folder)
      await first.stop()
      const visitors = Math.min(200_000, events / 5)
      const filled = await inOwnProcess<FillResult>('load/fill.ts', { folder, events, visitors })
      options.note(`${millions(events)}, ${visitors} visitors filled in ${filled.seconds.toFixed(0)} s`)
      const size = millions(events)
      figures.push({
        name: `${size}: bytes an event on disk`,
        value: filled.bytesPerEvent,
        unit: 'B',
        target: 70,
        isReached: filled.bytesPerEvent <= 70
      })
      const foyer = await startFoyer(folder)
      figures.push({
        name: `${size}: second start to ready`,
        value: foyer.readyMs / 1000,
        unit: 's',
        target: 3,
        isReached: foyer.readyMs < 3000
      })
      try {
        const timed = async (path: string) => {
          const asked = performance.now()
          const answer = await fetch(foyer.url + path, { headers: { authorization: `Bearer ${adminKey}` } })
          const text = await answer.text()
          if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
          return performance.now() - asked
        }
        const ids = filled.visitorIds
        for (const id of ids.slice(0, 50)) await timed(`/api/people/${id}/timeline?limit=50`)
        const timelines: number[] = []
        for (const id of ids.slice(50, 250)) timelines.push(await timed(`/api/people/${id}/timeline?limit=50`))
        figures.push({
          name: `${size}: timeline, first page`,
          value: median(timelines),
          unit: 'ms',
          target: 20,
          isReached: median(timelines) < 20
        })
        figures.push({ name: `${size}: timeline, first page, p99`, value: percentile(timelines, 0.99), unit: 'ms' })
        for (const [name, query] of [
          ['as it opens', ''],
          ['searched', '&search=acme7'],
          ['filtered by country', '&country=DE'],
          ['sorted by events', '&sort=events']
        ]) {
          const took: number[] = []
          for (let time = 0; time < 25; time += 1) took.push(await timed(`/api/people?limit=50${query}`))
          const value = median(took.slice(5))
          figures.push({ name: `${size}: People, ${name}`, value, unit: 'ms', target: 50, isReached: value < 50 })
        }
        await new Promise(resolve => setTimeout(resolve, 10_000))
        const { pssMb } = memoryOf(familyOf(foyer.pid))
        figures.push({ name: `${size}: memory, idle after reading`, value: pssMb, unit: 'MB' })
      } finally {
        await foyer.stop()
      }
    } finally {
      removeFolder(folder)
    }
  }
  return figures
}
