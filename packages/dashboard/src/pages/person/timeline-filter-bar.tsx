import { Check, ListFilter } from 'lucide-react'
import type { ReactNode } from 'react'
import { ConnectionNote } from '../../live/connection-note.tsx'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Menu, MenuCheckItem, MenuItem, MenuLine } from '../../ui/menu.tsx'
import { filterTypes, typesOf, typesText, typeWords } from './timeline-filter.ts'

type Props = { types: string | undefined; onChange: (types: string | undefined) => void }

const quick = ['page', 'click', 'track', 'identify'] as const

/** The kinds asked for most are one click; the rest are in the menu. */
export function TimelineFilter({ types, onChange }: Props) {
  const chosen = typesOf(types)
  const toggle = (type: (typeof filterTypes)[number]) =>
    onChange(typesText(chosen.includes(type) ? chosen.filter(other => other !== type) : [...chosen, type]))
  return (
    <fieldset
      aria-label="Kinds of events"
      className="flex shrink-0 items-center gap-1 overflow-x-auto border-b border-line px-3 py-2 md:px-4"
    >
      <Chip hasMark={false} isOn={chosen.length === 0} onClick={() => onChange(undefined)}>
        All
      </Chip>
      {quick.map(type => (
        <Chip key={type} isOn={chosen.includes(type)} onClick={() => toggle(type)}>
          {typeWords[type]}
        </Chip>
      ))}
      <Menu
        align="start"
        trigger={
          <Button
            size="small"
            look="quiet"
            className="font-normal"
            icon={<ListFilter aria-hidden className="size-3.5" />}
          >
            More
          </Button>
        }
      >
        {filterTypes.map(type => (
          <MenuCheckItem key={type} isChecked={chosen.includes(type)} onChange={() => toggle(type)}>
            {typeWords[type]}
          </MenuCheckItem>
        ))}
        <MenuLine />
        <MenuItem onSelect={() => onChange(undefined)}>All kinds</MenuItem>
      </Menu>
      <ConnectionNote isSpare className="ml-auto pr-1" />
    </fieldset>
  )
}

function Chip({
  isOn,
  hasMark = true,
  onClick,
  children
}: {
  isOn: boolean
  hasMark?: boolean
  onClick: () => void
  children: ReactNode
}) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onClick}
      className={classes(
        'flex h-7 shrink-0 items-center gap-1 rounded-sm px-2 text-xs whitespace-nowrap transition-colors outline-offset-[-2px]',
        isOn ? 'bg-pressed font-medium' : 'text-ink-soft hover:bg-hover'
      )}
    >
      {isOn && hasMark && <Check aria-hidden className="size-3" />}
      {children}
    </button>
  )
}
