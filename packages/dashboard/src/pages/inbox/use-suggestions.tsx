import type { MemberPresence } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useId, useState } from 'react'
import { cannedQuery } from '../../conversation/conversation-data.ts'
import { Button } from '../../ui/button.tsx'
import { plainText } from '../../words/people.ts'
import { MemberInitials } from './member-initials.tsx'
import { type Suggestion, Suggestions, suggestionId } from './suggestions.tsx'
import { cannedFor, colleaguesFor, type Trigger, triggerAt } from './writing.ts'

type Options = {
  text: string
  isNote: boolean
  team: readonly MemberPresence[]
  me: string
  onInsert: (trigger: Trigger, insert: string) => void
  onManage: () => void
}

const mostShown = 8

/** What `/` and `@` bring up while one writes, and what arrows, enter and escape do meanwhile. */
export function useSuggestions({ text, isNote, team, me, onInsert, onManage }: Options) {
  const list = useId()
  const [caret, setCaret] = useState(0)
  const [active, setActive] = useState(0)
  const [isDismissed, setDismissed] = useState(false)
  const trigger = isDismissed ? undefined : triggerAt(text, caret, isNote)
  const replies = useQuery({ ...cannedQuery, enabled: trigger?.kind === 'canned' })
  const offered = trigger === undefined ? [] : offeredFor(trigger)
  const at = Math.min(active, Math.max(0, offered.length - 1))
  // A word nobody is called by, or no reply has, is only a word.
  const isShown =
    trigger !== undefined &&
    (offered.length > 0 || (trigger.kind === 'canned' && trigger.word === '' && replies.isSuccess))

  function offeredFor({ kind, word }: Trigger): (Suggestion & { insert: string })[] {
    if (kind === 'canned')
      return cannedFor(replies.data ?? [], word)
        .slice(0, mostShown)
        .map(reply => ({
          id: reply.id,
          label: `/${plainText(reply.shortcut)}`,
          text: plainText(reply.text),
          insert: reply.text
        }))
    return colleaguesFor(
      team.filter(({ id }) => id !== me),
      word
    )
      .slice(0, mostShown)
      .map(member => ({
        id: member.id,
        label: plainText(member.name),
        icon: <MemberInitials name={plainText(member.name)} />,
        insert: `@${member.name} `
      }))
  }

  function pick(index: number): void {
    const chosen = offered[index]
    if (chosen && trigger) onInsert(trigger, chosen.insert)
  }

  /** True when the key was meant for the list. */
  function onKeyDown(event: KeyboardEvent): boolean {
    if (!isShown) return false
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive((at + step + offered.length) % Math.max(1, offered.length))
    } else if ((event.key === 'Enter' || event.key === 'Tab') && offered.length > 0) pick(at)
    else if (event.key === 'Escape') setDismissed(true)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  return {
    onKeyDown,
    onCaret(position: number) {
      setCaret(position)
    },
    onText() {
      setDismissed(false)
      setActive(0)
    },
    fieldProps: {
      'aria-autocomplete': 'list' as const,
      'aria-controls': isShown ? list : undefined,
      'aria-activedescendant': isShown && offered.length > 0 ? suggestionId(list, at) : undefined
    },
    list: isShown && (
      <Suggestions
        id={list}
        label={trigger.kind === 'canned' ? 'Canned replies' : 'Colleagues'}
        suggestions={offered}
        active={at}
        onPick={pick}
        onMove={setActive}
        empty="No canned replies yet. Write an answer once and send it with a few letters."
        footer={
          trigger.kind === 'canned' && (
            <Button size="small" look="quiet" onMouseDown={event => event.preventDefault()} onClick={onManage}>
              Write and change canned replies
            </Button>
          )
        }
      />
    )
  }
}
