import type { ConversationPanel, Message } from '@foyer/protocol'
import { ArrowDown, MessageSquare } from 'lucide-react'
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { type Answering, asMessage } from '../../answering/answering.ts'
import { activityText } from '../../conversation/activity-words.ts'
import { lastOfTeam, markOf, newSince, type Outgoing, rowsOf } from '../../conversation/thread.ts'
import { useTimezone } from '../../session.ts'
import { dayName, exactTime } from '../../time/relative.ts'
import { useNow } from '../../time/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Empty, Loading, Skeleton } from '../../ui/states.tsx'
import { plainText } from '../../words/people.ts'
import { Divider, MessageLine } from './message-line.tsx'
import { whoOf } from './notices.ts'
import { OutgoingLine } from './outgoing-line.tsx'

type Props = {
  conversation: ConversationPanel
  messages: readonly Message[]
  outgoing: readonly Outgoing[]
  me: string
  names: readonly string[]
  isVisitorTyping: boolean
  /** Of the agent that answers by itself: what it has written so far, and whether it is at it. */
  answering: Answering | null
  thinking: string | undefined
  older: { has: boolean; state: 'idle' | 'loading' | 'all' | 'failed'; load: () => void }
  /** The reader stands at the end and sees everything up to here. */
  onSeen: (seq: number) => void
  onAgain: (clientId: string) => void
  onTakeBack: (clientId: string) => void
}

/** Within this of the end one reads the newest, and goes along with it. */
const nearEndPx = 80
const nearTopPx = 300
/** Where one stood in each conversation, from its end; those left at the end are not in it. */
const stood = new Map<string, number>()

export function ThreadView(props: Props) {
  const { conversation, messages, outgoing, me, names, isVisitorTyping, answering, thinking, older, onSeen } = props
  const timezone = useTimezone()
  const scroller = useRef<HTMLDivElement>(null)
  const end = useRef({ isNear: true, height: 0, firstSeq: 0 })
  const [readUpTo] = useState(() => (conversation.unread > 0 ? conversation.marks.team.read : undefined))
  const [seen, setSeen] = useState(() => messages.at(-1)?.seq ?? 0)
  const lastSeq = messages.at(-1)?.seq ?? 0
  const isWriting = answering !== null && answering.text !== ''
  const written = isWriting ? asMessage(answering, conversation.id, lastSeq + 1) : undefined
  const rows = rowsOf(written ? [...messages, written] : messages, timezone, readUpTo)
  const firstSeq = messages[0]?.seq ?? 0
  const lastOurs = lastOfTeam(messages)
  const unseen = newSince(messages, seen)

  const toEnd = () => {
    const box = scroller.current
    if (box) box.scrollTop = box.scrollHeight
  }
  const nearEnd = useEffectEvent(() => {
    setSeen(lastSeq)
    if (document.visibilityState === 'visible' && document.hasFocus()) onSeen(lastSeq)
  })

  // The first look: where one stood before, else where the unread begins, else the end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useLayoutEffect(() => {
    const box = scroller.current
    if (!box) return
    const before = stood.get(conversation.id)
    const line = box.querySelector<HTMLElement>('[data-new]')
    if (before !== undefined && readUpTo === undefined) box.scrollTop = box.scrollHeight - before
    else if (line) box.scrollTop = Math.min(line.offsetTop - 48, box.scrollHeight)
    else toEnd()
    end.current = { isNear: isNear(box), height: box.scrollHeight, firstSeq }
  }, [])

  // New below: who reads the newest goes along. Older above: what is read stays where it is.
  useLayoutEffect(() => {
    const box = scroller.current
    if (!box) return
    const { isNear: wasNear, height, firstSeq: wasFirst } = end.current
    if (firstSeq < wasFirst) box.scrollTop += box.scrollHeight - height
    else if (wasNear && box.scrollHeight !== height) box.scrollTop = box.scrollHeight
    end.current = { isNear: wasNear, height: box.scrollHeight, firstSeq }
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: seen again with every message
  useEffect(() => {
    if (end.current.isNear) nearEnd()
  }, [lastSeq])
  // What one sends oneself is looked at, wherever one stood.
  const sent = outgoing.length
  useEffect(() => {
    if (sent === 0) return
    const box = scroller.current
    if (box) box.scrollTop = box.scrollHeight
  }, [sent])

  useEffect(() => {
    const look = () => {
      if (end.current.isNear) nearEnd()
    }
    window.addEventListener('focus', look)
    document.addEventListener('visibilitychange', look)
    const box = scroller.current
    // A picture that has loaded, a composer that has grown: the end stays the end.
    const sizes = new ResizeObserver(() => {
      if (box && end.current.isNear) box.scrollTop = box.scrollHeight
    })
    if (box) sizes.observe(box)
    if (box?.firstElementChild) sizes.observe(box.firstElementChild)
    return () => {
      window.removeEventListener('focus', look)
      document.removeEventListener('visibilitychange', look)
      sizes.disconnect()
    }
  }, [])

  function onScroll(): void {
    const box = scroller.current
    if (!box) return
    const isAtEnd = isNear(box)
    end.current = { ...end.current, isNear: isAtEnd }
    if (isAtEnd) {
      stood.delete(conversation.id)
      nearEnd()
    } else stood.set(conversation.id, box.scrollHeight - box.scrollTop)
    if (box.scrollTop < nearTopPx && older.has && older.state === 'idle') older.load()
  }

  const visitorName = whoOf(conversation)
  const thinkingName = thinking ?? (answering && !isWriting ? (answering.by.name ?? 'The agent') : undefined)
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        onScroll={onScroll}
        role="log"
        // Said once, when it is whole, and not letter by letter.
        aria-busy={isWriting}
        aria-label={`Messages with ${visitorName}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px] [overflow-anchor:none]"
      >
        <div className="mx-auto flex min-h-full w-full max-w-3xl flex-col px-4 pb-4 md:px-5">
          {older.has ? (
            <Older state={older.state} onLoad={older.load} />
          ) : (
            <Beginning conversation={conversation} timezone={timezone} />
          )}
          {rows.map(row => {
            if (row.row === 'day') return <Day key={row.key} at={row.at} timezone={timezone} />
            if (row.row === 'new')
              return (
                <div key={row.key} data-new>
                  <Divider isNew>New</Divider>
                </div>
              )
            if (row.row === 'activity')
              return (
                <p
                  key={row.key}
                  className="px-8 pt-3 text-center text-xs text-ink-faint"
                  title={exactTime(row.message.at, timezone)}
                >
                  <bdi>{activityText(row.message, timezone)}</bdi>
                </p>
              )
            return (
              <MessageLine
                key={row.key}
                message={row.message}
                visitorName={visitorName}
                visitorId={conversation.visitor?.id}
                me={me}
                names={names}
                isFirst={row.isFirst}
                isLast={row.isLast}
                mark={
                  row.message === lastOurs ? markText[markOf(row.message, conversation.marks) ?? 'sent'] : undefined
                }
              />
            )
          })}
          {outgoing.map(message => (
            <OutgoingLine
              key={message.clientId}
              message={message}
              onAgain={() => props.onAgain(message.clientId)}
              onTakeBack={() => props.onTakeBack(message.clientId)}
            />
          ))}
          {messages.length === 0 && outgoing.length === 0 && (
            <Empty icon={<MessageSquare aria-hidden className="size-5" />} title="Nothing has been said yet">
              The chat is open on their side. A short hello often helps.
            </Empty>
          )}
          {isVisitorTyping && <Writes who={plainText(visitorName)} verb="is writing" />}
          {thinkingName !== undefined && !isWriting && (
            <Writes who={plainText(thinkingName)} verb="is looking for an answer" isOurs />
          )}
        </div>
      </div>
      {unseen > 0 && (
        <Button
          size="small"
          className="absolute bottom-3 left-1/2 -translate-x-1/2 animate-rise rounded-full shadow-float"
          icon={<ArrowDown aria-hidden className="size-3.5" />}
          onClick={toEnd}
        >
          {unseen} new
        </Button>
      )}
    </div>
  )
}

function Writes({ who, verb, isOurs = false }: { who: string; verb: string; isOurs?: boolean }) {
  return (
    <p
      role="status"
      className={classes(
        'flex items-center gap-2 pt-3 text-xs text-ink-faint',
        isOurs ? 'flex-row-reverse pr-9.5' : 'pl-9.5'
      )}
    >
      <span aria-hidden className="flex gap-1 rounded-md bg-pressed px-3 py-2.5">
        {[0, 1, 2].map(dot => (
          <span
            key={dot}
            style={{ animationDelay: `${dot * 180}ms` }}
            className="size-1.5 animate-breathe rounded-full bg-ink-faint"
          />
        ))}
      </span>
      <span>
        <bdi>{who}</bdi> {verb}
      </span>
    </p>
  )
}

const isNear = (box: HTMLElement) => box.scrollHeight - box.scrollTop - box.clientHeight < nearEndPx

const markText = { sent: 'Sent', delivered: 'Delivered', read: 'Read' }

function Day({ at, timezone }: { at: string; timezone: string }) {
  const now = useNow(60_000)
  return (
    <Divider>
      <time dateTime={at} title={exactTime(at, timezone)}>
        {dayName(at, now, timezone)}
      </time>
    </Divider>
  )
}

/** Where it all began: the first thing to know about a conversation. */
function Beginning({ conversation, timezone }: { conversation: ConversationPanel; timezone: string }) {
  const { page } = conversation.atStart
  return (
    <p
      className="mt-auto px-8 pt-6 text-center text-xs text-ink-faint"
      title={exactTime(conversation.createdAt, timezone)}
    >
      Started
      {page && (
        <>
          {' on '}
          <bdi className="text-ink-soft">
            {plainText(page.title ?? '') || URL.parse(page.url)?.pathname || page.url}
          </bdi>
        </>
      )}{' '}
      {conversation.source === 'widget' ? 'in the chat' : `through ${conversation.source}`}
    </p>
  )
}

function Older({ state, onLoad }: { state: Props['older']['state']; onLoad: () => void }) {
  if (state === 'failed')
    return (
      <div role="alert" className="flex items-center justify-center gap-3 pt-4 text-sm text-ink-soft">
        Older messages could not be loaded.
        <Button size="small" onClick={onLoad}>
          Try again
        </Button>
      </div>
    )
  if (state === 'loading')
    return (
      <Loading what="older messages" className="flex flex-col gap-2 pt-4">
        <Skeleton className="h-8 w-2/3" />
        <Skeleton className="h-8 w-1/2 self-end" />
      </Loading>
    )
  return (
    <Button size="small" look="quiet" className="mt-4 self-center" onClick={onLoad}>
      Load older messages
    </Button>
  )
}
