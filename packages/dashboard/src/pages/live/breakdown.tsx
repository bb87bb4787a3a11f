import { X } from 'lucide-react'
import { useState } from 'react'
import { classes } from '../../ui/classes.ts'
import { Flag } from '../../ui/marks.tsx'
import { count } from '../../words/numbers.ts'
import { plainText } from '../../words/people.ts'
import type { Share } from './here-now.ts'

type Props = {
  title: string
  shares: Share[]
  of: number
  chosen: string | undefined
  onChoose: (key: string | undefined) => void
  hasFlags?: boolean
}

const shownAtFirst = 6

/** Every row is a filter; the bar behind it is its share of everyone here. */
export function Breakdown({ title, shares, of, chosen, onChoose, hasFlags }: Props) {
  const [isOpen, setOpen] = useState(false)
  if (shares.length === 0) return null
  const shown = shares.filter((share, index) => isOpen || index < shownAtFirst || share.key === chosen)
  return (
    <section aria-label={title} className="flex shrink-0 flex-col gap-1">
      <h2 className="flex justify-between text-xs text-ink-faint">
        <span>{title}</span>
        <span>People</span>
      </h2>
      <ul className="flex flex-col gap-0.5">
        {shown.map(({ key, label, people }) => (
          <li key={key}>
            <button
              type="button"
              aria-pressed={key === chosen}
              title={key}
              onClick={() => onChoose(key === chosen ? undefined : key)}
              className="relative flex h-7 w-full items-center gap-2 overflow-hidden rounded-sm px-2 text-left text-sm hover:bg-hover"
            >
              <span
                aria-hidden
                className={classes(
                  'absolute inset-y-0 left-0 rounded-sm',
                  key === chosen ? 'bg-accent-soft' : 'bg-pressed'
                )}
                style={{ width: `${Math.max(3, (people / Math.max(1, of)) * 100)}%` }}
              />
              {hasFlags && (
                <span className="relative">
                  <Flag code={key} />
                </span>
              )}
              <bdi className={classes('relative min-w-0 flex-1 truncate', key === chosen && 'font-medium text-accent')}>
                {plainText(label)}
              </bdi>
              {key === chosen && <X aria-hidden className="relative size-3.5 text-accent" />}
              <span className="relative text-ink-soft">
                {count(people)}
                <span className="sr-only"> {people === 1 ? 'person' : 'people'}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {shares.length > shownAtFirst && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="self-start rounded-sm px-2 py-0.5 text-xs text-ink-faint hover:text-ink"
        >
          {isOpen ? 'Fewer' : `${shares.length - shownAtFirst} more`}
        </button>
      )}
    </section>
  )
}
