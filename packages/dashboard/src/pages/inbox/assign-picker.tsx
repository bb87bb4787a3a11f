import type { MemberPresence } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { RotateCw, UserRoundX } from 'lucide-react'
import { counted } from '../../words/numbers.ts'
import { plainText } from '../../words/people.ts'
import { teamQuery } from './inbox-data.ts'
import { MemberInitials } from './member-initials.tsx'
import { Picker, type PickerChoice } from './picker.tsx'
import { PresenceDot, presenceWords } from './presence-words.tsx'

type Props = {
  title: string
  me: string
  current: string | undefined
  onPick: (to: string | null) => void
  onClose: () => void
}

export function AssignPicker({ title, me, current, onPick, onClose }: Props) {
  const { data: team } = useQuery(teamQuery)
  const mine = team?.find(member => member.id === me)
  const others = team?.filter(member => member.id !== me) ?? []
  const choices: PickerChoice[] = [
    ...(mine ? [choiceOf(mine, 'Me', current)] : []),
    ...others.map(member => choiceOf(member, plainText(member.name), current)),
    {
      id: 'next',
      label: 'Whoever’s turn it is',
      icon: <RotateCw aria-hidden className="size-4 text-ink-faint" />,
      words: ['next', 'round']
    },
    {
      id: 'nobody',
      label: 'Nobody',
      icon: <UserRoundX aria-hidden className="size-4 text-ink-faint" />,
      isChosen: current === ''
    }
  ]
  return (
    <Picker
      title={title}
      placeholder="Assign to…"
      choices={choices}
      empty="Nobody of the team is called so."
      onPick={id => onPick(id === 'nobody' ? null : id)}
      onClose={onClose}
    />
  )
}

function choiceOf(member: MemberPresence, label: string, current: string | undefined): PickerChoice {
  return {
    id: member.id,
    label,
    words: [member.name],
    icon: (
      <span className="relative flex">
        <MemberInitials name={plainText(member.name)} isMe={label === 'Me'} />
        <PresenceDot status={member.status} className="absolute -right-0.5 -bottom-0.5 ring-2 ring-raised" />
      </span>
    ),
    note: `${presenceWords[member.status]} · ${counted(member.openConversations, 'open', 'open')}`,
    isChosen: member.id === current
  }
}
