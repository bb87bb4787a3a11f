import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { lastSeqOf, receiptOf } from '../conversation/thread.ts'
import { pause } from '../line/pause.ts'
import { Avatar } from './avatar.tsx'
import { type Entry, entriesOf } from './entries.ts'
import { Icon } from './icons.tsx'
import { extrasPart, filesPart, heardPart } from './late.ts'
import type { Given } from './parts.ts'
import { RichText } from './rich-text.tsx'

const nearPx = 60
/** The end of a long conversation stands at once, the rest of it comes in steps: as one task it is over 50 ms on a slow phone. */
const stepLines = 10

/** Read once the first words stand: see times.ts. */
const clock = ({ root, locale }: Given, at: string) => extrasPart.of(root)?.clockOf(locale, at)

const Receipt = ({ entry, given }: { entry: Entry; given: Given }) => {
  const { words, chat, state } = given
  if (entry.message) {
    const receipt = receiptOf(state.thread, entry.message)
    return (
      <span class="meta">
        {clock(given, entry.message.at)}
        <span class={`receipt ${receipt}`}>
          <Icon name={receipt === 'sent' ? 'one' : 'two'} size={14} />
          {words[receipt]}
        </span>
      </span>
    )
  }
  const { outgoing } = entry
  if (outgoing.state !== 'refused')
    return (
      <span class="meta">
        <span class="receipt">
          <Icon name="clock" size={13} />
          {outgoing.tries > 1 ? words.waiting : words.sending}
        </span>
      </span>
    )
  return (
    <span class="meta refused">
      <span>{outgoing.why === 'forbidden' ? words.blocked : words.notSent}</span>
      <button type="button" class="link" onClick={() => chat.retry(outgoing.clientId)}>
        {words.again}
      </button>
      <button type="button" class="link" onClick={() => chat.discard(outgoing.clientId)}>
        {words.discard}
      </button>
    </span>
  )
}

const Line = ({ entry, given, isLastOwn }: { entry: Entry; given: Given; isLastOwn: boolean }) => {
  const { words, chat } = given
  const { message, outgoing } = entry
  const kind = message?.author.kind ?? 'visitor'
  const isOwn = kind === 'visitor'
  const isMachine = kind === 'responder'
  const name = message?.author.name ?? (isMachine ? words.assistant : words.team)
  const text = message?.text ?? outgoing?.text ?? ''
  const isRefused = outgoing?.state === 'refused'
  const blocks = heardPart.use(!!message?.sources?.length, given.root)
  const FileRow = filesPart.use(!!(message?.attachments?.length || outgoing?.files.length), given.root)?.FileRow
  return (
    <li class={`line ${isOwn ? 'own' : 'theirs'}${entry.isFirst ? ' first' : ''}${entry.isLast ? ' last' : ''}`}>
      {!isOwn && entry.isFirst && (
        <span class="author">
          <Avatar name={name} isMachine={isMachine} />
          <span dir="auto">{name}</span>
        </span>
      )}
      <div class="said">
        <span class="sr">{isOwn ? words.you : name}: </span>
        {text && (
          <div class={`bubble${outgoing && !isRefused ? ' coming' : ''}`}>
            <RichText text={text} isOwn={isOwn} root={given.root} />
          </div>
        )}
        {blocks && message?.sources && <blocks.Sources sources={message.sources} words={words} />}
        {FileRow &&
          message?.attachments?.map(file => <FileRow file={file} given={given} load={() => chat.download(file.id)} />)}
        {FileRow &&
          outgoing?.files.map(file => (
            <FileRow file={{ ...file, id: file.key }} given={given} load={async () => chat.fileOf(file.key)} />
          ))}
        {isOwn ? (
          (isLastOwn || isRefused || !!outgoing) && <Receipt entry={entry} given={given} />
        ) : (
          <span class={entry.isLast ? 'meta' : 'sr'}>{message && clock(given, message.at)}</span>
        )}
      </div>
    </li>
  )
}

/** The conversation. It keeps its end in view while the end is in view, and its place while older messages come. */
export const Log = ({ given, isOpen, children }: { given: Given; isOpen: boolean; children?: ComponentChildren }) => {
  const { chat, state, words, locale, options } = given
  const { thread } = state
  const list = useRef<HTMLElement>(null)
  const before = useRef({ height: 0, first: 0, settled: 0, isAtEnd: true })
  const sizes = useRef<ResizeObserver>(null)
  const [isAtEnd, setAtEnd] = useState(true)
  const [shown, setShown] = useState(stepLines)
  const all = entriesOf(thread, state.outbox, state.answering)
  const entries = all.slice(-shown)
  const lastOwn = entries.findLast(entry => (entry.message?.author.kind ?? 'visitor') === 'visitor')
  const first = entries[0]?.message?.seq ?? 0
  const waiting = state.outbox.at(-1)?.clientId

  const measure = () => {
    const box = list.current
    // A page that has grown since it was laid out has been scrolled by that, and not by the visitor.
    if (box?.scrollHeight !== before.current.height) return
    const isNear = box.scrollHeight - box.scrollTop - box.clientHeight < nearPx
    before.current.isAtEnd = isNear
    setAtEnd(isNear)
    if (box.scrollTop < nearPx && thread.older && state.history === 'ready') chat.loadOlder()
  }
  const toEnd = () => list.current?.scrollTo(0, 1e9)
  before.current.first = first
  // What the visitor has just written is always brought into view.
  useLayoutEffect(() => {
    before.current.isAtEnd = true
    setAtEnd(true)
  }, [thread.id, waiting, isOpen])
  useLayoutEffect(() => {
    const box = list.current
    if (!box) return
    // Called once all is laid out and not yet painted: asked any earlier, the browser would have to lay it out there and then.
    const observer = new ResizeObserver(() => {
      const now = before.current
      const { scrollHeight } = box
      // The keyboard of a phone, a card that opens, a picture that has come; and what is older came above.
      if (now.isAtEnd) box.scrollTop = scrollHeight
      else if (now.first < now.settled) box.scrollTop += scrollHeight - now.height
      now.height = scrollHeight
      now.settled = now.first
    })
    observer.observe(box)
    sizes.current = observer
    return () => observer.disconnect()
  }, [])
  useLayoutEffect(() => {
    for (const child of list.current?.children ?? []) sizes.current?.observe(child)
  })
  useEffect(() => {
    if (shown < all.length) pause().then(() => setShown(shown + stepLines))
  })
  const isLooking = isOpen && isAtEnd && state.history === 'ready' && document.visibilityState === 'visible'
  // At once, and not after the next paint: what comes just after the tab was left has not been seen.
  useLayoutEffect(() => {
    chat.seen(isLooking)
    return () => chat.seen(false)
  }, [isLooking])

  const Typing = heardPart.use(!!state.typing, given.root)?.Typing
  const isEmpty = !entries.length && state.history !== 'loading'
  const isUnread = !isAtEnd && lastSeqOf(thread) > thread.readTo
  return (
    <div class="log-box">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="log" ref={list} onScroll={measure} tabIndex={0} aria-label={words.messages}>
        {isEmpty ? (
          <div class="greeting">
            <p class="hello" dir="auto">
              {options.greeting || words.greeting}
            </p>
            <p dir="auto">{options.hint || (options.greeting ? '' : words.hint)}</p>
          </div>
        ) : (
          <div class="filler" />
        )}
        {state.history === 'loading' && !entries.length && (
          <div class="skeleton" aria-hidden="true">
            <i />
            <i />
            <i />
          </div>
        )}
        {thread.older && (
          <button type="button" class="link older" onClick={chat.loadOlder}>
            {words.older}
          </button>
        )}
        <ol class="lines">
          {entries.map(entry => [
            entry.day && (
              <li class="day" key={`day ${entry.day}`}>
                {extrasPart.of(given.root)?.dayOf(locale, words, entry.day, Date.now())}
              </li>
            ),
            <Line key={entry.key} entry={entry} given={given} isLastOwn={entry === lastOwn} />
          ])}
        </ol>
        {Typing && <Typing given={given} />}
        {children}
      </section>
      {isUnread && (
        <button type="button" class="jump" onClick={toEnd}>
          {words.jump}
          <Icon name="down" size={15} />
        </button>
      )}
    </div>
  )
}
