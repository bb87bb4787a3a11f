import { parseMarkdown } from '../text/markdown.ts'
import type { Message } from '../wire.ts'
import { Icon } from './icons.tsx'
import type { Given } from './parts.ts'
import { RichText } from './rich-text.tsx'

const previewChars = 180

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
  const letters = Array.from(message.text)
  const text = letters.length > previewChars ? `${letters.slice(0, previewChars).join('').trimEnd()}…` : message.text
  const hasText = parseMarkdown(text).length > 0
  return (
    <div class="preview">
      <button type="button" class="preview-text" onClick={onOpen}>
        <span class="author" dir="auto">
          {message.author.name ?? (message.author.kind === 'responder' ? words.assistant : words.team)}
        </span>
        {hasText ? <RichText text={text} isOwn /> : <span>{message.attachments?.[0]?.name}</span>}
      </button>
      <button type="button" class="tool" aria-label={words.discard} title={words.discard} onClick={onClose}>
        <Icon name="close" size={15} />
      </button>
    </div>
  )
}
