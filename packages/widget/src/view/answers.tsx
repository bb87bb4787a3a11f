import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import { safeHref } from '../text/markdown.ts'
import type { Message } from '../wire.ts'
import type { Words } from '../words/words.ts'
import type { Given } from './parts.ts'

/** Which of the team's pages an answer comes from. */
export const Sources = ({ sources, words }: { sources: NonNullable<Message['sources']>; words: Words }) => (
  <ul class="sources" aria-label={words.sources}>
    {sources.map(({ title, url }) => {
      const href = url && safeHref(url)
      return (
        <li dir="auto" key={title + url}>
          {href ? (
            <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
              {title}
            </a>
          ) : (
            title
          )}
        </li>
      )
    })}
  </ul>
)

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
