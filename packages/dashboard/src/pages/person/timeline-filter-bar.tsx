import { Check, ListFilter } from 'lucide-react'
import { ConnectionNote } from '../../live/connection-note.tsx'
import { Button } from '../../ui/button.tsx'
import { ChoiceButton } from '../../ui/choice-button.tsx'
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
      className="flex shrink-0 items-center gap-1 strip border-b border-line px-3 py-2 md:px-4"
    >
      <ChoiceButton size="small" isOn={chosen.length === 0} onClick={() => onChange(undefined)}>
        All
      </ChoiceButton>
      {quick.map(type => (
        <ChoiceButton key={type} size="small" isOn={chosen.includes(type)} onClick={() => toggle(type)}>
          {chosen.includes(type) && <Check aria-hidden className="size-3" />}
          {typeWords[type]}
        </ChoiceButton>
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
