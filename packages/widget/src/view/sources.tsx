import { safeHref } from '@foyer/protocol/markdown'
import type { Message } from '../wire.ts'
import type { Words } from '../words/words.ts'

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
