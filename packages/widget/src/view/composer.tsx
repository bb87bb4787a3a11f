import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { limits } from '../wire.ts'
import { fill } from '../words/words.ts'
import { Icon } from './icons.tsx'
import { extrasPart, filesPart } from './late.ts'
import type { Given } from './parts.ts'

const tallestPx = 140
const isTouch = () => matchMedia('(pointer: coarse)').matches

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
  const [isAttaching, setAttaching] = useState(false)
  const EmojiPicker = extrasPart.use(hasEmoji, given.root)?.EmojiPicker
  const attaching = filesPart.use(isAttaching || files.length > 0, given.root)
  const picker = useRef<HTMLInputElement>(null)
  const caret = useRef(0)
  const emojiButton = useRef<HTMLButtonElement>(null)
  const mayAttach = options.attachments !== false
  const excess = text.length - limits.textChars
  const canSend = (text.trim() !== '' || files.length > 0) && excess <= 0

  useLayoutEffect(() => {
    const box = field.current
    if (!box) return
    box.style.height = ''
    // An empty field is as high as its style says: asking would lay out the whole panel before it is shown.
    if (text) box.style.height = `${Math.min(box.scrollHeight, tallestPx)}px`
  })
  useEffect(() => {
    if (prefill) setText(prefill.text)
  }, [prefill])

  const chosen = useRef(files)
  chosen.current = files
  const add = async (more: readonly File[]) => {
    if (!mayAttach || !more.length) return
    const part = await filesPart.load().catch(() => undefined)
    const taken = part?.take(chosen.current, more, words)
    if (taken) setFiles(taken.files)
    setTrouble(taken ? taken.trouble : words.notSent)
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
      {attaching && files.length > 0 && (
        <attaching.Chips
          files={files}
          words={words}
          locale={locale}
          onRemove={file => setFiles(files.filter(other => other !== file))}
        />
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
              onPointerEnter={() => setAttaching(true)}
              onFocus={() => setAttaching(true)}
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
          accept={attaching?.accepted}
          onChange={event => {
            add(Array.from(event.currentTarget.files ?? []))
            event.currentTarget.value = ''
          }}
        />
      )}
    </form>
  )
}
