import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { plainName } from '../text/markdown.ts'
import { attachmentTypes, limits } from '../wire.ts'
import { fill } from '../words/words.ts'
import { Icon } from './icons.tsx'
import { type Given, sizeOf } from './parts.ts'
import { useExtras } from './use-extras.ts'

const megabyte = 1024 * 1024
const tallestPx = 140
const isTouch = () => matchMedia('(pointer: coarse)').matches

/** Browsers name some files' types differently, or not at all. */
const typeOf = (file: File): string =>
  ({ 'application/x-zip-compressed': 'application/zip', 'application/vnd.ms-excel': 'text/csv' })[file.type] ??
  file.type

export type Dropped = { files: File[]; at: number }

export const Composer = ({
  given,
  field,
  dropped,
  prefill
}: {
  given: Given
  field: RefObject<HTMLTextAreaElement | null>
  dropped: Dropped | null
  prefill: { text: string; at: number } | null
}) => {
  const { chat, words, locale, options } = given
  const [text, setText] = useState('')
  const [files, setFiles] = useState<File[]>([])
  const [trouble, setTrouble] = useState('')
  const [hasEmoji, setEmoji] = useState(false)
  const EmojiPicker = useExtras(hasEmoji, given.root)?.EmojiPicker
  const picker = useRef<HTMLInputElement>(null)
  const caret = useRef(0)
  const emojiButton = useRef<HTMLButtonElement>(null)
  const mayAttach = options.attachments !== false
  const excess = text.length - limits.textChars
  const canSend = (text.trim() !== '' || files.length > 0) && excess <= 0

  useLayoutEffect(() => {
    const box = field.current
    if (!box) return
    box.style.height = 'auto'
    box.style.height = `${Math.min(box.scrollHeight, tallestPx)}px`
  })
  useEffect(() => {
    if (prefill) setText(prefill.text)
  }, [prefill])

  const add = (more: readonly File[]) => {
    if (!mayAttach || !more.length) return
    const taken = [...files]
    let said = ''
    for (const file of more) {
      const name = plainName(file.name)
      const sent = typeOf(file) === file.type ? file : new File([file], file.name, { type: typeOf(file) })
      if (!(attachmentTypes as readonly string[]).includes(sent.type)) said = fill(words.wrongType, { name })
      else if (file.size > limits.attachmentBytes)
        said = fill(words.tooLarge, { name, n: limits.attachmentBytes / megabyte })
      else if (taken.length >= limits.attachmentsPerMessage)
        said = fill(words.tooMany, { n: limits.attachmentsPerMessage })
      else taken.push(sent)
    }
    setFiles(taken)
    setTrouble(said)
    field.current?.focus()
  }
  useEffect(() => {
    if (dropped) add(dropped.files)
  }, [dropped])

  const write = (next: string) => {
    setText(next)
    setTrouble('')
    chat.typed(next.trim() !== '')
  }
  const send = () => {
    if (!canSend) return
    chat.say(text.trim(), files)
    setText('')
    setFiles([])
    setTrouble('')
    setEmoji(false)
    field.current?.focus()
  }
  const insert = (picked: string) => {
    const at = Math.min(caret.current, text.length)
    write(text.slice(0, at) + picked + text.slice(at))
    caret.current = at + picked.length
  }
  const closeEmoji = () => {
    setEmoji(false)
    field.current?.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || isTouch()) return
    event.preventDefault()
    send()
  }
  const onPaste = (event: ClipboardEvent) => {
    const pasted = Array.from(event.clipboardData?.files ?? [])
    if (!pasted.length) return
    event.preventDefault()
    add(pasted)
  }

  return (
    <form
      class="composer"
      onSubmit={event => {
        event.preventDefault()
        send()
      }}
    >
      {EmojiPicker && <EmojiPicker label={words.emoji} onPick={insert} onClose={closeEmoji} />}
      {(trouble || excess > 0) && (
        <p class="trouble" role="alert">
          {trouble || fill(words.tooLong, { n: excess })}
        </p>
      )}
      {files.length > 0 && (
        <ul class="chips">
          {files.map(file => (
            <li>
              <Icon name="file" size={15} />
              <span dir="auto">{plainName(file.name)}</span>
              <span class="file-size">{sizeOf(locale, file.size)}</span>
              <button
                type="button"
                aria-label={fill(words.remove, { name: plainName(file.name) })}
                onClick={() => setFiles(files.filter(other => other !== file))}
              >
                <Icon name="close" size={13} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="writing">
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={text}
          placeholder={words.write}
          aria-label={words.write}
          onInput={event => write(event.currentTarget.value)}
          onKeyDown={onKey}
          onPaste={onPaste}
          onBlur={event => {
            caret.current = event.currentTarget.selectionEnd
          }}
        />
        <div class="tools">
          {mayAttach && (
            <button
              type="button"
              class="tool"
              aria-label={words.attach}
              title={words.attach}
              onClick={() => picker.current?.click()}
            >
              <Icon name="clip" />
            </button>
          )}
          <button
            type="button"
            class="tool"
            ref={emojiButton}
            aria-label={words.emoji}
            title={words.emoji}
            aria-expanded={hasEmoji}
            onClick={() => setEmoji(!hasEmoji)}
          >
            <Icon name="smile" />
          </button>
          <button type="submit" class="send" aria-label={words.send} title={words.send} aria-disabled={!canSend}>
            <Icon name="send" />
          </button>
        </div>
      </div>
      {mayAttach && (
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          tabIndex={-1}
          accept={attachmentTypes.join()}
          onChange={event => {
            add(Array.from(event.currentTarget.files ?? []))
            event.currentTarget.value = ''
          }}
        />
      )}
    </form>
  )
}
