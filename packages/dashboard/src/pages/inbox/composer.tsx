import type { Attachment, ConversationPanel, MemberPresence } from '@foyer/protocol'
import { conversationLimits } from '@foyer/protocol/plain'
import { MessageSquareQuote, Paperclip, SendHorizontal } from 'lucide-react'
import {
  type DragEvent,
  type KeyboardEvent,
  type Ref,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState
} from 'react'
import { newClientId, outbox } from '../../conversation/sending.ts'
import type { Outgoing } from '../../conversation/thread.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { ChoiceButton } from '../../ui/choice-button.tsx'
import { classes } from '../../ui/classes.ts'
import { count } from '../../words/numbers.ts'
import { acceptedFiles } from './attachments.ts'
import { sendKeys } from './keyboard.ts'
import { UploadChips } from './upload-chips.tsx'
import { useDraft } from './use-draft.ts'
import { useSuggestions } from './use-suggestions.tsx'
import { useTellTyping } from './use-tell-typing.ts'
import { useUploads } from './use-uploads.ts'
import { complete, mentionedIn } from './writing.ts'

export type ComposerHandle = {
  write(kind: 'message' | 'note', options?: { canned?: boolean }): void
  /** A message that was not sent, back to where it was written. */
  takeBack(message: Outgoing): void
}

type Props = {
  conversation: ConversationPanel
  me: string
  team: readonly MemberPresence[]
  collision: string | undefined
  onManageCanned: () => void
  onLeave: () => void
  ref: Ref<ComposerHandle>
}

const warnBelow = 500

export function Composer({ conversation, me, team, collision, onManageCanned, onLeave, ref }: Props) {
  const { id } = conversation
  const { draft, write } = useDraft(me, id, conversation.draft)
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const nextCaret = useRef<number | null>(null)
  const [isOver, setOver] = useState(false)
  const attachments = draft.attachments ?? []
  const keepArrived = useEffectEvent((attachment: Attachment) =>
    write({ attachments: [...(draft.attachments ?? []), attachment] })
  )
  const [arrived, setArrived] = useState<Attachment[]>([])
  const files = useUploads(id, attachment => setArrived(current => [...current, attachment]))
  // Two files may arrive in the same moment: each is added to what the one before left.
  useEffect(() => {
    const [next] = arrived
    if (!next) return
    keepArrived(next)
    setArrived(current => current.slice(1))
  }, [arrived])
  const typing = useTellTyping(id, draft.note)
  const suggestions = useSuggestions({
    text: draft.text,
    isNote: draft.note,
    team,
    me,
    onManage: onManageCanned,
    onInsert(trigger, insert) {
      const done = complete(draft.text, trigger, insert)
      nextCaret.current = done.caret
      change(done.text)
    }
  })
  const room = conversationLimits.textChars - draft.text.length
  const isEmpty = draft.text.trim() === '' && attachments.length === 0
  const mayGo = !isEmpty && room >= 0 && !files.isGoing

  function change(text: string): void {
    write({ text })
    suggestions.onText()
    typing.onText(text)
  }

  function send(): void {
    if (!mayGo) return
    typing.stop()
    outbox.send(id, {
      clientId: newClientId(),
      kind: draft.note ? 'note' : 'message',
      text: draft.text.trim(),
      at: new Date().toISOString(),
      attachments,
      mentions: draft.note ? mentionedIn(draft.text, team).slice(0, conversationLimits.mentions) : []
    })
    write({ text: '', attachments: [] })
    field.current?.focus()
  }

  useImperativeHandle(ref, () => ({
    write(kind, { canned = false } = {}) {
      const isBare = draft.text.trim() === ''
      const text = canned && isBare ? '/' : canned ? `${draft.text.replace(/\s?$/, ' ')}/` : draft.text
      write({ note: kind === 'note', text })
      suggestions.onText()
      nextCaret.current = text.length
      field.current?.focus()
    },
    takeBack(message) {
      const text = draft.text.trim() === '' ? message.text : `${message.text}\n\n${draft.text}`
      write({ text, note: message.kind === 'note', attachments: [...message.attachments, ...attachments] })
      nextCaret.current = text.length
      field.current?.focus()
    }
  }))

  // Grows with what is written, up to a third of the window.
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again with every text
  useLayoutEffect(() => {
    const box = field.current
    if (!box) return
    box.style.height = 'auto'
    box.style.height = `${Math.min(box.scrollHeight, window.innerHeight / 3)}px`
  }, [draft.text, draft.note])
  // With every drawing: the text may be the one that stood there already.
  useLayoutEffect(() => {
    const at = nextCaret.current
    if (at === null) return
    nextCaret.current = null
    field.current?.setSelectionRange(at, at)
    suggestions.onCaret(at)
  })

  const addFiles = (list: readonly File[]) => {
    if (list.length > 0) files.add(list, attachments.length + files.uploads.length)
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.nativeEvent.isComposing || suggestions.onKeyDown(event)) return
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      event.currentTarget.blur()
      onLeave()
    }
  }

  function onDrop(event: DragEvent): void {
    event.preventDefault()
    setOver(false)
    addFiles([...event.dataTransfer.files])
  }

  return (
    <section
      aria-label="Write"
      onDragOver={event => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className="relative shrink-0 px-3 pb-3 md:px-4"
    >
      {suggestions.list}
      <p role="status" className={classes('px-1 text-xs text-warning', collision !== undefined && 'pb-1.5')}>
        {collision}
      </p>
      <div
        className={classes(
          'overflow-hidden rounded-md border transition-colors',
          isOver
            ? 'border-accent bg-accent-soft'
            : draft.note
              ? 'border-warning bg-warning-soft'
              : 'border-line-strong bg-surface focus-within:border-accent'
        )}
      >
        <fieldset aria-label="Who will read it" className="flex gap-1 px-2 pt-1.5">
          <ChoiceButton size="tiny" isOn={!draft.note} onClick={() => write({ note: false })}>
            Reply
          </ChoiceButton>
          <ChoiceButton size="tiny" isOn={draft.note} onClick={() => write({ note: true })}>
            Note
          </ChoiceButton>
          {room < warnBelow && (
            <span
              role="status"
              className={classes('ml-auto self-center text-xs', room < 0 ? 'text-danger' : 'text-ink-faint')}
            >
              {room < 0 ? `${count(-room)} characters too many` : `${count(room)} left`}
            </span>
          )}
        </fieldset>
        <textarea
          ref={field}
          rows={2}
          value={draft.text}
          aria-label={draft.note ? 'Note to the team' : 'Reply to the visitor'}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          placeholder={
            draft.note ? 'Only the team reads this. @ mentions a colleague.' : 'Write a reply. / for canned replies.'
          }
          {...suggestions.fieldProps}
          onChange={event => {
            suggestions.onCaret(event.target.selectionStart)
            change(event.target.value)
          }}
          onSelect={event => suggestions.onCaret(event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          onBlur={typing.stop}
          onPaste={event => {
            const pasted = [...event.clipboardData.files]
            if (pasted.length === 0) return
            event.preventDefault()
            addFiles(pasted)
          }}
          className="block w-full resize-none bg-transparent px-3 py-2 text-base outline-none"
        />
        <UploadChips
          conversation={id}
          attachments={attachments}
          uploads={files.uploads}
          onDrop={files.drop}
          onAgain={files.again}
          onRemove={removed => write({ attachments: attachments.filter(attachment => attachment.id !== removed) })}
        />
        <div className="flex items-center gap-1 px-2 pb-2">
          <input
            ref={picker}
            type="file"
            multiple
            accept={acceptedFiles}
            tabIndex={-1}
            aria-hidden
            className="hidden"
            onChange={event => {
              addFiles([...(event.target.files ?? [])])
              event.target.value = ''
            }}
          />
          <IconButton isSmall label="Attach files" className="size-7" onClick={() => picker.current?.click()}>
            <Paperclip aria-hidden className="size-4" />
          </IconButton>
          <IconButton isSmall label="Canned replies" className="size-7" onClick={onManageCanned}>
            <MessageSquareQuote aria-hidden className="size-4" />
          </IconButton>
          <span className="flex-1" />
          <kbd aria-hidden className="font-sans text-xs text-ink-faint max-md:hidden">
            {sendKeys}
          </kbd>
          <Button
            look="primary"
            disabled={!mayGo}
            icon={<SendHorizontal aria-hidden className="size-4" />}
            onClick={send}
          >
            {draft.note ? 'Add note' : 'Send'}
          </Button>
        </div>
      </div>
    </section>
  )
}
