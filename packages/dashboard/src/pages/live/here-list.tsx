import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import { usePlainKeys } from '../../shell/keys.ts'
import { runningTime } from '../../time/relative.ts'
import { useNow } from '../../time/use-now.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { classes } from '../../ui/classes.ts'
import { BotMark, Flag, VerifiedMark } from '../../ui/marks.tsx'
import { countryName, placeText } from '../../words/countries.ts'
import { isAnonymous, nameOf, plainText } from '../../words/people.ts'
import { pageName } from '../person/event-sentence.ts'
import type { Here } from './here-now.ts'

type Props = { people: Here[]; chosen: string | undefined; onChoose: (id: string | undefined) => void }

const rowHeight = 56

export function HereList({ people, chosen, onChoose }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<string | undefined>(chosen)
  const virtual = useVirtualizer({
    count: people.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: index => people[index]?.id ?? index,
    overscan: 10
  })
  usePlainKeys((key, event) => {
    const index = people.findIndex(person => person.id === active)
    if (key === 'j' || key === 'ArrowDown') move(index + 1)
    else if (key === 'k' || key === 'ArrowUp') move(index - 1)
    else return
    event.preventDefault()
  })
  function move(to: number) {
    const index = Math.max(0, Math.min(people.length - 1, to))
    const person = people[index]
    if (!person) return
    setActive(person.id)
    // With a profile open, the hand walks from person to person.
    if (chosen !== undefined) onChoose(person.id)
    virtual.scrollToIndex(index)
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-person="${person.id}"]`)?.focus({ preventScroll: true })
    )
  }
  if (people.length === 0)
    return (
      <p className="px-5 py-10 text-center text-sm text-ink-soft">Nobody here matches. The others are still around.</p>
    )
  const reachable = people.some(person => person.id === active) ? active : people[0]?.id
  return (
    <div ref={scroller} className="min-h-0 overflow-y-auto max-lg:max-h-[32rem] lg:flex-1">
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(item => {
          const person = people[item.index]
          return person ? (
            <li
              key={person.id}
              className="absolute inset-x-0 top-0"
              style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
            >
              <HereRow
                person={person}
                isChosen={person.id === chosen}
                isReachable={person.id === reachable}
                onChoose={() => {
                  setActive(person.id)
                  onChoose(person.id === chosen ? undefined : person.id)
                }}
              />
            </li>
          ) : null
        })}
      </ul>
    </div>
  )
}

type RowProps = { person: Here; isChosen: boolean; isReachable: boolean; onChoose: () => void }

const pulseMs = 1_600

function HereRow({ person, isChosen, isReachable, onChoose }: RowProps) {
  const now = useNow(1_000)
  const hasJustActed = now - person.actedAt < pulseMs
  return (
    <button
      type="button"
      data-person={person.id}
      tabIndex={isReachable ? 0 : -1}
      aria-pressed={isChosen}
      onClick={onChoose}
      className={classes(
        'flex size-full animate-rise items-center gap-3 border-b border-line px-4 text-left text-sm transition-colors outline-offset-[-2px] md:px-5',
        isChosen ? 'bg-pressed' : hasJustActed ? 'bg-accent-soft' : 'hover:bg-hover'
      )}
    >
      <span className={classes('flex rounded-full ring-2', hasJustActed ? 'ring-accent' : 'ring-transparent')}>
        <Avatar id={person.id} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1.5">
          <bdi className={classes('truncate', isAnonymous(person) ? 'text-ink-soft' : 'font-medium')}>
            {nameOf(person)}
          </bdi>
          {person.verified && <VerifiedMark />}
          {person.bot && <BotMark />}
        </span>
        <span className="block truncate text-ink-soft">
          <span className="sr-only">on </span>
          <bdi title={person.url}>{pageName(person)}</bdi>
        </span>
      </span>
      {person.source && (
        <span className="hidden max-w-36 truncate text-ink-soft sm:block">
          {person.source === 'Direct' ? 'direct' : `from ${plainText(person.source)}`}
        </span>
      )}
      {person.country !== undefined && (
        <span title={placeText(person)}>
          <Flag code={person.country} />
          <span className="sr-only">{countryName(person.country)}</span>
        </span>
      )}
      <span className="w-14 shrink-0 text-right text-ink-soft" title="On this page">
        {runningTime(now - Date.parse(person.pageSince))}
      </span>
    </button>
  )
}
