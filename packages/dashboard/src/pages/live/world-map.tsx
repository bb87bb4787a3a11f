import { counted } from '../../words/numbers.ts'
import type { Share } from './here-now.ts'
import { countryPoint, landPath, mapHeight, mapWidth } from './world.ts'

const land = landPath()
/** In dots of the map: a country of one visitor is seen, one of thousands does not cover its neighbours. */
const smallest = 1.3
const largest = 5

type Props = { shares: Share[]; onChoose?: (key: string) => void }

/** Where they are at a glance; the list of countries below it says the same in words, and offers the same to a keyboard. */
export function WorldMap({ shares, onChoose }: Props) {
  const most = Math.max(1, ...shares.map(share => share.people))
  const told = shares.slice(0, 5).map(share => `${share.label} ${share.people}`)
  return (
    <svg
      viewBox={`0 0 ${mapWidth} ${mapHeight}`}
      role="img"
      aria-label={told.length === 0 ? 'Map of the world, nobody on it' : `Map of the world: ${told.join(', ')}`}
      className="w-full shrink-0"
    >
      <path d={land} className="fill-none stroke-map-land" strokeWidth="0.8" strokeLinecap="round" />
      {shares.map(({ key, label, people }) => {
        const point = countryPoint(key)
        if (!point) return null
        const radius = smallest + (largest - smallest) * Math.sqrt(people / most) * Math.min(1, Math.sqrt(most) / 4)
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the list of countries offers the same to a keyboard
          <g key={key} onClick={onChoose && (() => onChoose(key))} className={onChoose && 'cursor-pointer'}>
            <title>
              {label}: {counted(people, 'person', 'people')}
            </title>
            <circle cx={point.x} cy={point.y} r={radius + 1.1} className="fill-accent opacity-20" />
            <circle cx={point.x} cy={point.y} r={radius} className="fill-accent opacity-80" />
          </g>
        )
      })}
    </svg>
  )
}
