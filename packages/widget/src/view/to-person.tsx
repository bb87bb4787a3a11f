import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import type { Given } from './parts.ts'

/** The way to a person, while it is none who answers. */
export const ToPerson = ({ given, field }: { given: Given; field: RefObject<HTMLTextAreaElement | null> }) => {
  const { chat, state, words } = given
  const [asked, setAsked] = useState<'no' | 'asking' | 'yes' | 'failed'>('no')
  const { facts, messages } = state.thread
  const isPerson = messages.at(-1)?.author.kind === 'member'
  if (facts?.status !== 'open' || (!facts.responder && (asked === 'no' || isPerson))) return null
  const ask = async () => {
    if (asked === 'asking') return
    setAsked('asking')
    const isDone = await chat.callPerson()
    setAsked(isDone ? 'yes' : 'failed')
    if (isDone) field.current?.focus()
  }
  return (
    <p class="notice" role="status">
      {facts.responder ? (
        <>
          {asked === 'failed' && words.notSent}
          <button type="button" class="link" aria-disabled={asked === 'asking'} onClick={ask}>
            {words.toPerson}
          </button>
        </>
      ) : (
        words.personComes
      )}
    </p>
  )
}
