import type { Message } from '../wire.ts'
import type { Words } from '../words/words.ts'
import { Icon } from './icons.tsx'
import type { Given } from './parts.ts'

const previewChars = 180

/** As it is read out and shown small: without the marks of Markdown. */
const plain = (text: string) =>
  text.replace(/\[([^\][]*)\]\([^\s)]*\)/g, '$1').replace(/[*_~`]{1,3}(?=\S)|(?<=\S)[*_~`]{1,3}/g, '')

/** What a screen reader is told. */
export const heard = ({ author, text, attachments }: Message, words: Words): string =>
  `${author.name ?? words.team}: ${plain(text) || (attachments?.[0]?.name ?? words.messages)}`

/** The last words of the team beside the launcher, while the panel is closed. */
export const Preview = ({
  message,
  given: { words },
  onOpen,
  onClose
}: {
  message: Message
  given: Given
  onOpen: () => void
  onClose: () => void
}) => {
  // Within a button there are no links, and nothing to be set apart.
  const letters = Array.from(plain(message.text))
  const text =
    letters.length > previewChars ? `${letters.slice(0, previewChars).join('').trimEnd()}…` : letters.join('')
  return (
    <div class="preview">
      <button type="button" class="preview-text" onClick={onOpen}>
        <span class="author" dir="auto">
          {message.author.name ?? (message.author.kind === 'responder' ? words.assistant : words.team)}
        </span>
        <span class="preview-said" dir="auto">
          {text.trim() || message.attachments?.[0]?.name}
        </span>
      </button>
      <button type="button" class="tool" aria-label={words.discard} title={words.discard} onClick={onClose}>
        <Icon name="close" size={15} />
      </button>
    </div>
  )
}
