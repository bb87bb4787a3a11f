import type { Message } from '@foyer/protocol'
import { BookOpen, Bot, NotebookPen } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { answerDetailOf } from '../../answering/answer-detail.ts'
import { HowAnswered } from '../../answering/how-answered.tsx'
import { AnswerWords } from '../../conversation/answer-words.tsx'
import { MessageWords } from '../../conversation/message-words.tsx'
import { sourcesOf } from '../../conversation/sources.ts'
import { useTimezone } from '../../session.ts'
import { clockTime, exactTime } from '../../time/relative.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { classes } from '../../ui/classes.ts'
import { plainText } from '../../words/people.ts'
import { AttachmentView } from './attachment-view.tsx'
import { MemberInitials } from './member-initials.tsx'

type Props = {
  message: Message
  visitorName: string
  visitorId: string | undefined
  me: string
  names: readonly string[]
  isFirst: boolean
  isLast: boolean
  /** "Delivered", "Read": under the last thing the team said. */
  mark?: string | undefined
}

export const MessageLine = memo(function MessageLine(props: Props) {
  const { message, isFirst, isLast, mark, me } = props
  const isVisitor = message.author.kind === 'visitor'
  const detail = answerDetailOf(message)
  const rule = ruleOf(message)
  if (message.kind === 'note') return <Note {...props} />
  return (
    <div
      className={classes(
        'flex gap-2.5',
        isVisitor ? 'pr-10 md:pr-16' : 'flex-row-reverse pl-10 md:pl-16',
        isFirst ? 'pt-3' : 'pt-1'
      )}
    >
      <span className="w-7 shrink-0 self-end">{isLast && <Face {...props} />}</span>
      <div className={classes('flex min-w-0 flex-col gap-1', !isVisitor && 'items-end')}>
        {isFirst && (
          <span className="sr-only">
            {isVisitor ? props.visitorName : message.author.id === me ? 'You' : authorName(message)}:
          </span>
        )}
        <Body
          {...props}
          className={
            isVisitor
              ? 'bg-pressed text-ink'
              : message.author.kind === 'responder'
                ? 'border border-dashed border-line-strong bg-surface text-ink'
                : 'bg-accent-soft text-ink'
          }
        />
        {detail && <HowAnswered detail={detail} />}
        {isLast && (
          <span className="flex items-center gap-1.5 px-1 text-xs text-ink-faint">
            {!isVisitor && <span>{message.author.id === me ? 'You' : authorName(message)}</span>}
            {rule && <span>· shown by itself: {rule}</span>}
            <SentAt at={message.at} />
            {mark && <span>· {mark}</span>}
          </span>
        )}
      </div>
    </div>
  )
})

/** Which rule showed a message before there was a conversation. */
function ruleOf({ detail }: Message): string | undefined {
  const told = detail?.proactive
  if (typeof told !== 'object' || told === null || !('rule' in told) || typeof told.rule !== 'string') return undefined
  return plainText(told.rule)
}

const authorName = ({ author }: Message): string =>
  author.name !== undefined && author.name.trim() !== ''
    ? plainText(author.name)
    : { visitor: 'Visitor', member: 'A colleague', key: 'A server', responder: 'The agent', system: 'Foyer' }[
        author.kind
      ]

function Face({ message, visitorId, me }: Props) {
  const { kind, id } = message.author
  if (kind === 'visitor') return visitorId === undefined ? null : <Avatar id={visitorId} />
  if (kind === 'responder')
    return (
      <span className="flex size-7 items-center justify-center rounded-full bg-pressed text-ink-soft">
        <Bot aria-hidden className="size-4" />
      </span>
    )
  return <MemberInitials isSmall={false} name={authorName(message)} isMe={id === me} />
}

function Body({ message, className, names }: Props & { className: string }) {
  const attachments = message.attachments ?? []
  const sources = sourcesOf(message)
  return (
    <>
      {message.text.trim() !== '' && (
        <div className={classes('w-fit max-w-full rounded-md px-3 py-1.5 text-base', className)}>
          {message.author.kind === 'visitor' || message.kind === 'note' ? (
            <MessageWords text={message.text} names={names} />
          ) : (
            <AnswerWords text={message.text} />
          )}
          {sources.length > 0 && (
            <ul className="mt-2 flex flex-col gap-1 border-t border-line pt-2 text-xs text-ink-soft">
              {sources.map(source => (
                <li key={source.key} className="flex items-start gap-1.5">
                  <BookOpen aria-hidden className="mt-0.5 size-3 shrink-0" />
                  {source.href === undefined ? (
                    source.title
                  ) : (
                    <a href={source.href} target="_blank" rel="noopener noreferrer nofollow" className="underline">
                      {source.title}
                    </a>
                  )}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      {attachments.map(attachment => (
        <AttachmentView key={attachment.id} conversation={message.conversationId} attachment={attachment} />
      ))}
    </>
  )
}

/** What only the team reads is tinted and says so, so that nobody takes it for an answer. */
function Note(props: Props) {
  const { message, me } = props
  return (
    <div className="mt-3 rounded-md border-l-2 border-warning bg-warning-soft px-3 py-2">
      <p className="mb-0.5 flex items-center gap-1.5 text-xs text-warning">
        <NotebookPen aria-hidden className="size-3.5 shrink-0" />
        <span className="min-w-0 truncate">
          {message.author.id === me ? 'Your note' : `Note by ${authorName(message)}`}, only for the team
        </span>
        <span className="ml-auto shrink-0">
          <SentAt at={message.at} />
        </span>
      </p>
      <div className="flex flex-col gap-1.5">
        <Body {...props} className="-mx-3 -my-1.5" />
      </div>
    </div>
  )
}

function SentAt({ at }: { at: string }) {
  const timezone = useTimezone()
  return (
    <time dateTime={at} title={exactTime(at, timezone)}>
      {clockTime(at, timezone)}
    </time>
  )
}

/** A line across the column: a day, where the unread begins. */
export function Divider({ children, isNew = false }: { children: ReactNode; isNew?: boolean }) {
  return (
    <div className={classes('flex items-center gap-3 pt-5 pb-1 text-xs', isNew ? 'text-accent' : 'text-ink-faint')}>
      <span aria-hidden className={classes('h-px flex-1', isNew ? 'bg-accent opacity-40' : 'bg-line')} />
      {children}
      <span aria-hidden className={classes('h-px flex-1', isNew ? 'bg-accent opacity-40' : 'bg-line')} />
    </div>
  )
}
