import { Icon } from './icons.tsx'
import type { Given } from './parts.ts'
import { whenOf } from './times.ts'

const penPath = 'M5 19h3.5L19 8.5 15.5 5 5 15.5V19Z'

/** All conversations of this visitor, the newest first. */
export const ConversationList = ({ given, onChosen }: { given: Given; onChosen: () => void }) => {
  const { chat, state, words, locale } = given
  return (
    <div class="list-box">
      <ul class="list">
        {state.conversations.map(({ id, status, lastAt, snippet, snippetBy, unread }) => (
          <li key={id}>
            <button
              type="button"
              aria-current={id === state.thread.id}
              onClick={() => {
                chat.choose(id)
                onChosen()
              }}
            >
              <span class="list-text" dir="auto">
                {snippetBy === 'visitor' && `${words.you}: `}
                {snippet || words.attach}
              </span>
              <span class="list-meta">
                {whenOf(locale, words, lastAt, Date.now())} · {status === 'open' ? words.open_ : words.resolved}
              </span>
              {unread > 0 && id !== state.thread.id && <span class="count">{unread}</span>}
            </button>
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="button wide"
        onClick={() => {
          chat.another()
          onChosen()
        }}
      >
        <Icon path={penPath} size={16} />
        {words.newConversation}
      </button>
    </div>
  )
}
