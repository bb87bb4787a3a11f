import type { Conversation } from '@foyer/protocol'
import { conversationLimits } from '@foyer/protocol/plain'
import { useQuery } from '@tanstack/react-query'
import { Plus, Tag } from 'lucide-react'
import { labelsQuery } from '../../conversation/conversation-data.ts'
import { counted } from '../../words/numbers.ts'
import { plainText } from '../../words/people.ts'
import { Picker } from './picker.tsx'

type Props = {
  title: string
  conversations: readonly Conversation[]
  onToggle: (label: string, isOn: boolean) => void
  onClose: () => void
}

/** A label that all of them have is taken from all; one that some lack is given to all. */
export function LabelPicker({ title, conversations, onToggle, onClose }: Props) {
  const { data } = useQuery(labelsQuery)
  const counts = new Map(data?.items.map(({ label, conversations: count }) => [label, count]))
  const all = [...new Set([...conversations.flatMap(({ labels }) => labels), ...counts.keys()])]
  const isOn = (label: string) =>
    conversations.length > 0 && conversations.every(({ labels }) => labels.includes(label))
  return (
    <Picker
      isMulti
      title={title}
      placeholder="Find or make a label"
      empty="No labels yet. Type one and press enter."
      choices={all.map(label => ({
        id: label,
        label: plainText(label),
        icon: <Tag aria-hidden className="size-4 text-ink-faint" />,
        note: counts.has(label) ? counted(counts.get(label) ?? 0, 'conversation') : undefined,
        isChosen: isOn(label)
      }))}
      create={typed => {
        const label = typed.toLowerCase().slice(0, conversationLimits.labelChars)
        return {
          id: label,
          label: `Make “${label}”`,
          words: [typed],
          icon: <Plus aria-hidden className="size-4 text-ink-faint" />
        }
      }}
      onPick={label => onToggle(label, !isOn(label))}
      onClose={onClose}
    />
  )
}
