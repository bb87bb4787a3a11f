import { newFolder, removeFolder, startFoyer } from '../foyer.ts'
import { median } from '../measure.ts'
import type { Scenario } from './scenario.ts'

export const start: Scenario = async options => {
  const cold: number[] = []
  const second: number[] = []
  for (let round = 0; round < options.rounds; round += 1) {
    const folder = newFolder()
    for (const times of [cold, second]) {
      const foyer = await startFoyer(folder)
      const ready = await fetch(`${foyer.url}/readyz`)
      if (!ready.ok) throw new Error(`not ready: ${ready.status}`)
      times.push(foyer.readyMs / 1000)
      await foyer.stop()
    }
    removeFolder(folder)
  }
  return [
    {
      scenario: 'start',
      method:
        'From the command to the printed address, /readyz asked at once; first on an empty folder (both stores are made), then on the same folder again.',
      figures: [
        { what: 'first start to ready', value: median(cold), unit: 's' },
        { what: 'second start to ready', value: median(second), unit: 's', target: { atMost: 3 } }
      ],
      runs: { cold, second }
    }
  ]
}
