import type { Conversation } from '@foyer/protocol'
import { Bot, Check, PencilLine, UserRound } from 'lucide-react'
import { type MouseEvent, memo } from 'react'
import { standingOf } from '../../conversation/answered-by.ts'
import { snippetText } from '../../conversation/snippet.ts'
import { useTimezone } from '../../session.ts'
import { exactTime, shortAge } from '../../time/relative.ts'
import { useNow } from '../../time/use-now.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { classes } from '../../ui/classes.ts'
import { Flag, VerifiedMark } from '../../ui/marks.tsx'
import { placeText } from '../../words/countries.ts'
import { counted } from '../../words/numbers.ts'
import { plainText } from '../../words/people.ts'
import { MemberInitials } from './member-initials.tsx'
import { whoOf } from './notices.ts'
import { sourceName } from './source-words.ts'
import { urgencyOf, waitText } from './waiting.ts'

export const rowHeight = 82

type Props = {
  conversation: Conversation
  href: string
  me: string
  isOpen: boolean
  isActive: boolean
  isChosen: boolean
  isChoosing: boolean
  draft: string | undefined
  isTyping: boolean
  onOpen: (id: string, event: MouseEvent) => void
  onChoose: (id: string, isRange: boolean) => void
}

export const ListRow = memo(function ListRow(props: Props) {
  const { conversation, href, isOpen, isActive, isChosen, isChoosing, onOpen, onChoose } = props
  const { id, unread, visitor } = conversation
  const name = whoOf(conversation)
  return (
    <div
      className={classes(
        'group relative flex h-full gap-2.5 border-b border-line px-3 py-2.5 transition-colors',
        // On a tinted row the faintest ink would be too faint.
        (isOpen || isChosen) && '[--ink-faint:var(--ink-soft)]',
        isOpen ? 'bg-accent-soft' : isChosen ? 'bg-pressed' : isActive ? 'bg-hover' : 'hover:bg-hover'
      )}
    >
      {isActive && <span aria-hidden className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
      <div className="relative size-7 shrink-0">
        <span
          className={classes(
            isChoosing ? 'opacity-0' : 'group-hover:opacity-0 group-has-[input:focus-visible]:opacity-0'
          )}
        >
          {visitor ? (
            <Avatar id={visitor.id} isOnline={visitor.online} />
          ) : (
            <span className="flex size-7 items-center justify-center rounded-full bg-pressed text-xs">P</span>
          )}
        </span>
        <label
          className={classes(
            'absolute inset-0 z-10 flex items-center justify-center',
            !isChoosing && 'opacity-0 group-hover:opacity-100 has-focus-visible:opacity-100'
          )}
        >
          <input
            type="checkbox"
            checked={isChosen}
            onChange={event => onChoose(id, event.nativeEvent instanceof PointerEvent && event.nativeEvent.shiftKey)}
            aria-label={`Choose the conversation with ${name}`}
            className="size-4 accent-accent"
          />
        </label>
      </div>
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="flex items-center gap-1.5">
          <a
            href={href}
            data-open={id}
            aria-current={isOpen ? 'true' : undefined}
            onClick={event => onOpen(id, event)}
            className={classes(
              'flex min-w-0 items-center gap-1 text-sm outline-offset-[-2px] after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-[-2px] focus-visible:after:outline-accent',
              unread > 0 && 'font-medium'
            )}
          >
            <bdi className="truncate">{name}</bdi>
            {visitor?.online && <span className="sr-only">, here now</span>}
          </a>
          {visitor?.verified && <VerifiedMark className="size-3.5" />}
          <When conversation={conversation} />
        </div>
        <Snippet {...props} />
        <Meta {...props} />
      </div>
    </div>
  )
})

/** How long they have waited, else how long ago the last word was. */
function When({ conversation }: { conversation: Conversation }) {
  const now = useNow(15_000)
  const timezone = useTimezone()
  const { waitingSince, lastAt, snoozedUntil } = conversation
  if (snoozedUntil !== undefined && conversation.status === 'snoozed')
    return (
      <time
        dateTime={snoozedUntil}
        title={`Comes back ${exactTime(snoozedUntil, timezone)}`}
        className="ml-auto shrink-0 text-xs text-info"
      >
        back in {waitText(new Date(now).toISOString(), Date.parse(snoozedUntil))}
      </time>
    )
  if (waitingSince !== undefined) {
    const urgency = urgencyOf(waitingSince, now)
    return (
      <time
        dateTime={waitingSince}
        title={`Waits for an answer since ${exactTime(waitingSince, timezone)}`}
        className={classes(
          'ml-auto shrink-0 rounded-sm px-1.5 text-xs leading-4.5',
          urgency === 'overdue'
            ? 'bg-danger-soft text-danger'
            : urgency === 'late'
              ? 'bg-warning-soft text-warning'
              : 'bg-pressed text-ink-soft'
        )}
      >
        <span className="sr-only">waits </span>
        {waitText(waitingSince, now)}
      </time>
    )
  }
  return (
    <time dateTime={lastAt} title={exactTime(lastAt, timezone)} className="ml-auto shrink-0 text-xs text-ink-faint">
      {shortAge(lastAt, now)}
    </time>
  )
}

function Snippet({ conversation, draft, isTyping }: Props) {
  const { snippetBy, unread } = conversation
  const isOurs = snippetBy !== undefined && snippetBy !== 'visitor'
  return (
    <p className="flex min-w-0 items-center gap-1.5 text-sm">
      {isTyping ? (
        <span className="truncate text-accent">is writing…</span>
      ) : draft !== undefined ? (
        <>
          <PencilLine aria-hidden className="size-3.5 shrink-0 text-warning" />
          <span className="truncate text-ink-soft">
            <span className="text-warning">Draft: </span>
            <bdi>{plainText(draft)}</bdi>
          </span>
        </>
      ) : (
        <span className={classes('truncate', unread > 0 ? 'text-ink' : 'text-ink-soft')}>
          {isOurs && <span className="text-ink-faint">{snippetBy === 'responder' ? 'Answered: ' : 'We: '}</span>}
          <bdi>{snippetText(conversation) ?? (snippetBy === undefined ? 'Nothing written yet' : 'An attachment')}</bdi>
        </span>
      )}
      {unread > 0 && (
        <span
          title={`${counted(unread, 'message')} not read`}
          className="ml-auto flex h-4.5 min-w-4.5 shrink-0 items-center justify-center rounded-full bg-accent px-1 text-[0.6875rem] leading-none font-medium text-on-accent"
        >
          {unread > 99 ? '99+' : unread}
          <span className="sr-only"> not read</span>
        </span>
      )}
    </p>
  )
}

const labelsShown = 2

function Meta({ conversation, me }: Props) {
  const { source, labels, assignee, country, status } = conversation
  const standing = standingOf(conversation)
  return (
    <div className="flex min-w-0 items-center gap-1.5 text-xs text-ink-faint">
      {status === 'resolved' && (
        <span title="Resolved" className="flex shrink-0">
          <Check aria-hidden className="size-3.5 text-accent" />
          <span className="sr-only">Resolved</span>
        </span>
      )}
      {standing === 'person' && (
        <span title="Waiting for a person" className="flex shrink-0 text-warning">
          <UserRound aria-hidden className="size-3.5" />
          <span className="sr-only">Waiting for a person</span>
        </span>
      )}
      <span className="min-w-0 shrink-0 truncate">{sourceName(source)}</span>
      {country && (
        <span title={placeText(conversation)} className="flex shrink-0">
          <Flag code={country} />
          <span className="sr-only">{placeText(conversation)}</span>
        </span>
      )}
      {labels.slice(0, labelsShown).map(label => (
        <span key={label} className="min-w-0 truncate rounded-sm bg-pressed px-1.5 text-ink-soft">
          {plainText(label)}
        </span>
      ))}
      {labels.length > labelsShown && <span className="shrink-0">+{labels.length - labelsShown}</span>}
      <span className="ml-auto flex shrink-0 items-center">
        {assignee ? (
          <span title={`Assigned to ${plainText(assignee.name)}`} className="flex">
            <MemberInitials name={plainText(assignee.name)} isMe={assignee.id === me} />
            <span className="sr-only">Assigned to {plainText(assignee.name)}</span>
          </span>
        ) : standing === 'agent' ? (
          <span
            title="Answered by the agent"
            className="flex size-5 items-center justify-center rounded-full bg-pressed text-ink-soft"
          >
            <Bot aria-hidden className="size-3.5" />
            <span className="sr-only">Answered by the agent</span>
          </span>
        ) : (
          <span title="Nobody has taken it" className="size-5 rounded-full border border-dashed border-line-strong">
            <span className="sr-only">Nobody has taken it</span>
          </span>
        )}
      </span>
    </div>
  )
}
