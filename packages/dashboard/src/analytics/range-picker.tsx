import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import { Suspense, useState } from 'react'
import { usePlainKeys } from '../shell/keys.ts'
import { lazyPage } from '../shell/lazy-page.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../ui/menu.tsx'
import { daysLabel, moved, presetOf, presets, rangeAddress, rangeLabel } from './ranges.ts'
import { useAsked } from './use-asked.ts'

const OwnRange = lazyPage(() => import('./own-range.tsx'), 'OwnRange')
const ownKey = 'c'
/** What stands beside the time; the first is what is meant where an address says nothing. */
const comparisons = [
  { value: 'previous', label: 'The time before', key: 'b' },
  { value: 'year', label: 'The same days of the year before', key: 'v' },
  { value: 'off', label: 'Nothing', key: 'x' }
] as const

type Props = {
  /** Where a page shows what was before beside what is. */
  hasCompare?: boolean
}

/** The time a page is about. Every choice has a key, as long as nobody types. */
export function RangePicker({ hasCompare = true }: Props) {
  const { range, days, today, timezone, comparison, change } = useAsked()
  const [isOwnOpen, setOwnOpen] = useState(false)
  const before = moved(range, -1, today)
  const after = moved(range, 1, today)
  const compared = comparison.compare ? (comparison.against ?? 'previous') : 'off'
  const compare = (next: string) => change({ compare: next === 'off' || next === 'year' ? next : undefined })
  useRangeKeys(key => {
    const preset = presets.find(candidate => candidate.key === key)
    const other = hasCompare ? comparisons.find(candidate => candidate.key === key) : undefined
    if (preset) change(rangeAddress(preset.range))
    else if (key === ownKey) setOwnOpen(true)
    else if (other) compare(other.value === compared ? 'previous' : other.value)
    else if (key === 'ArrowLeft' && before) change(rangeAddress(before))
    else if (key === 'ArrowRight' && after) change(rangeAddress(after))
    else return false
    return true
  })
  const zone = timezone.replaceAll('_', ' ')
  return (
    <div className="flex min-w-0 items-center gap-0.5">
      <IconButton
        label="The time before"
        title="The time before (←)"
        className="max-sm:hidden"
        onClick={() => before && change(rangeAddress(before))}
      >
        <ChevronLeft aria-hidden className="size-4" />
      </IconButton>
      <Menu
        align="start"
        label="Time"
        trigger={
          <Button
            icon={<CalendarDays aria-hidden className="size-4 shrink-0 text-ink-soft" />}
            title={`${daysLabel(days)}, ${zone}`}
            className="min-w-0"
          >
            <span className="sr-only">Time: </span>
            <span className="truncate">{rangeLabel(range, today)}</span>
          </Button>
        }
      >
        <MenuChoice
          value={presetOf(range)?.name ?? ''}
          onChange={name => {
            const preset = presets.find(candidate => candidate.name === name)
            if (preset) change(rangeAddress(preset.range))
          }}
          choices={presets.map(({ name, label, key }) => ({ value: name, label, keys: key.toUpperCase() }))}
        />
        <MenuItem onSelect={() => setOwnOpen(true)} keys={ownKey.toUpperCase()}>
          Other days…
        </MenuItem>
        {hasCompare && (
          <>
            <MenuLine />
            <MenuLabel>Compared with</MenuLabel>
            <MenuChoice
              value={compared}
              onChange={compare}
              choices={comparisons.map(({ key, ...choice }) => ({ ...choice, keys: key.toUpperCase() }))}
            />
          </>
        )}
        <MenuLine />
        <MenuLabel>
          {daysLabel(days)}
          <br />
          Days of {zone}
        </MenuLabel>
      </Menu>
      <IconButton
        label="The time after"
        title="The time after (→)"
        className="max-sm:hidden"
        disabled={!after}
        onClick={() => after && change(rangeAddress(after))}
      >
        <ChevronRight aria-hidden className="size-4" />
      </IconButton>
      <Suspense>
        {isOwnOpen && (
          <OwnRange
            days={days}
            today={today}
            timezone={zone}
            onChoose={own => {
              change(rangeAddress(own))
              setOwnOpen(false)
            }}
            onClose={() => setOwnOpen(false)}
          />
        )}
      </Suspense>
    </div>
  )
}

/** "g" and then a letter goes to another page: that letter means nothing here. */
const chordMs = 1_000
let goPressedAt = Number.NEGATIVE_INFINITY

function useRangeKeys(act: (key: string) => boolean): void {
  usePlainKeys((key, event) => {
    if (key === 'g') goPressedAt = event.timeStamp
    else if (event.timeStamp - goPressedAt < chordMs) return
    // Arrow keys belong to what has the focus, if it knows them.
    const isTaken = event.target instanceof Element && event.target.closest('[role="slider"], [role="tablist"]')
    if (!(isTaken && key.startsWith('Arrow')) && act(key)) event.preventDefault()
  })
}
