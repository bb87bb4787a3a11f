import { fill } from '../words/words.ts'
import { Avatar } from './avatar.tsx'
import type { Given } from './parts.ts'

export const Typing = ({ given: { state, words } }: { given: Given }) => {
  const { typing } = state
  if (!typing) return null
  const name = typing.name ?? (typing.isMachine ? words.assistant : words.team)
  return (
    <div class="line theirs first last typing">
      <span class="author">
        <Avatar name={name} isMachine={typing.isMachine} />
        <span>{typing.name ? fill(words.typingBy, { name: typing.name }) : words.typing}</span>
      </span>
      <span class="bubble dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
    </div>
  )
}
