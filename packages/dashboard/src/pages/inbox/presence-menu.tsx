import type { Presence } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import { line } from '../../live/use-line.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuChoice, MenuLabel, MenuLine } from '../../ui/menu.tsx'
import { faultText } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'
import { counted } from '../../words/numbers.ts'
import { plainText } from '../../words/people.ts'
import { setPresence, teamQuery } from './inbox-data.ts'
import { MemberInitials } from './member-initials.tsx'
import { PresenceDot, presenceWords } from './presence-words.tsx'

type Choosable = Exclude<Presence, 'offline'>
const choices: { value: Choosable; label: string }[] = [
  { value: 'available', label: 'Available, may be given conversations' },
  { value: 'busy', label: 'Busy, keeps what is mine' },
  { value: 'away', label: 'Away' }
]

/** What I am to the others, and what they are: who can take this one is answered by a look. */
export function PresenceMenu({ me }: { me: string }) {
  const { data: team } = useQuery(teamQuery)
  const mine = team?.find(member => member.id === me)
  if (!mine) return null
  const others = team?.filter(member => member.id !== me) ?? []
  async function choose(status: Choosable): Promise<void> {
    try {
      if (!line().say({ type: 'presence', status })) await setPresence(status)
    } catch (fault) {
      toast(faultText(fault))
    }
  }
  return (
    <Menu
      label="Your presence"
      trigger={
        <Button aria-label={`You are ${presenceWords[mine.status]}. Change it`} className="px-2">
          <PresenceDot status={mine.status} />
          <span className="capitalize max-sm:hidden">{presenceWords[mine.status]}</span>
          <ChevronDown aria-hidden className="size-3.5 text-ink-faint" />
        </Button>
      }
    >
      <MenuLabel>You are</MenuLabel>
      <MenuChoice
        value={mine.status}
        onChange={value => void choose(value as Choosable)}
        choices={choices.map(choice => ({ ...choice, icon: <PresenceDot status={choice.value} /> }))}
      />
      {others.length > 0 && (
        <>
          <MenuLine />
          <MenuLabel>The others</MenuLabel>
          {others.map(member => (
            <div key={member.id} className="flex items-center gap-2 px-2 py-1.5 text-sm">
              <MemberInitials name={plainText(member.name)} />
              <bdi className="max-w-40 min-w-0 flex-1 truncate">{plainText(member.name)}</bdi>
              <PresenceDot status={member.status} />
              <span className="text-xs text-ink-faint">
                {presenceWords[member.status]}, {counted(member.openConversations, 'open', 'open')}
              </span>
            </div>
          ))}
        </>
      )}
    </Menu>
  )
}
