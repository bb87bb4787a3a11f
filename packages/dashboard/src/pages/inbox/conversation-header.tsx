import type { ConversationPanel } from '@foyer/protocol'
import {
  ArrowLeft,
  Ban,
  CheckCheck,
  Clock,
  Combine,
  CornerUpRight,
  Link2,
  MoreHorizontal,
  PanelRight,
  RotateCcw,
  Tag,
  UserPlus
} from 'lucide-react'
import { standingOf } from '../../conversation/answered-by.ts'
import { useTimezone } from '../../session.ts'
import { exactTime } from '../../time/relative.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { copyText } from '../../ui/copy.tsx'
import { VerifiedMark } from '../../ui/marks.tsx'
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx'
import { toast } from '../../ui/toasts.tsx'
import { plainText } from '../../words/people.ts'
import { MemberInitials } from './member-initials.tsx'
import { whoOf } from './notices.ts'
import { sourceName } from './source-words.ts'

export type Deed = 'resolve' | 'assign' | 'snooze' | 'label' | 'transfer' | 'merge' | 'block' | 'hand over'

type Props = {
  conversation: ConversationPanel
  /** What the agent that answers by itself is called. */
  responder: string
  me: string
  mayWrite: boolean
  isVisitorShown: boolean
  onDeed: (deed: Deed) => void
  onBack: () => void
  onVisitor: () => void
}

export function ConversationHeader(props: Props) {
  const { conversation, responder, me, mayWrite, isVisitorShown, onDeed, onBack, onVisitor } = props
  const { visitor, assignee, status, labels, source } = conversation
  const isDone = status === 'resolved'
  return (
    <header className="@container flex min-h-13 shrink-0 items-center gap-2 border-b border-line px-2 py-2 md:px-4">
      <IconButton label="Back to the list" className="lg:hidden" onClick={onBack}>
        <ArrowLeft aria-hidden className="size-4" />
      </IconButton>
      {visitor && (
        <span className="max-sm:hidden">
          <Avatar id={visitor.id} isOnline={visitor.online} />
        </span>
      )}
      <div className="min-w-0 flex-1">
        <h2 className="flex min-w-0 items-center gap-1 text-base font-medium">
          <bdi className="truncate">{whoOf(conversation)}</bdi>
          {visitor?.verified && <VerifiedMark />}
        </h2>
        <div className="flex min-w-0 items-center gap-1.5 overflow-hidden text-xs whitespace-nowrap text-ink-faint">
          <StatusWord conversation={conversation} responder={responder} />
          <span className="shrink-0 max-2xl:hidden">· {sourceName(source)}</span>
          {labels.length > 0 && (
            <span title={labels.map(plainText).join(', ')} className="flex min-w-0 items-center gap-1">
              <span className="min-w-0 truncate rounded-sm bg-pressed px-1.5 text-ink-soft">
                {plainText(labels[0] ?? '')}
              </span>
              {labels.length > 1 && <span className="shrink-0">+{labels.length - 1}</span>}
            </span>
          )}
        </div>
      </div>
      {mayWrite && (
        <>
          <button
            type="button"
            onClick={() => onDeed('assign')}
            title={assignee ? `Assigned to ${plainText(assignee.name)}` : 'Assign (a)'}
            className="flex h-8 max-w-36 shrink-0 items-center gap-1.5 rounded-sm px-1.5 text-sm text-ink-soft transition-colors hover:bg-hover hover:text-ink"
          >
            {assignee ? (
              <MemberInitials name={plainText(assignee.name)} isMe={assignee.id === me} />
            ) : (
              <UserPlus aria-hidden className="size-4" />
            )}
            {assignee && <span className="sr-only">Assigned to</span>}
            <span className="truncate @max-lg:sr-only">
              {assignee ? (assignee.id === me ? 'Me' : plainText(assignee.name)) : 'Assign'}
            </span>
          </button>
          <IconButton label="Snooze (s)" className="max-sm:hidden" onClick={() => onDeed('snooze')}>
            <Clock aria-hidden className="size-4" />
          </IconButton>
          <Button
            className="shrink-0"
            icon={isDone ? <RotateCcw aria-hidden className="size-4" /> : <CheckCheck aria-hidden className="size-4" />}
            onClick={() => onDeed('resolve')}
          >
            <span className="@max-lg:sr-only">{isDone ? 'Open again' : 'Resolve'}</span>
          </Button>
        </>
      )}
      <More conversation={conversation} mayWrite={mayWrite} onDeed={onDeed} />
      <IconButton
        label={isVisitorShown ? 'Hide the visitor (i)' : 'Show the visitor (i)'}
        aria-pressed={isVisitorShown}
        className={classes(isVisitorShown && 'bg-hover text-ink')}
        onClick={onVisitor}
      >
        <PanelRight aria-hidden className="size-4" />
      </IconButton>
    </header>
  )
}

function StatusWord({ conversation, responder }: Pick<Props, 'conversation' | 'responder'>) {
  const timezone = useTimezone()
  const { status, snoozedUntil, rating } = conversation
  if (status === 'snoozed')
    return (
      <span className="text-info" title={snoozedUntil && `Comes back ${exactTime(snoozedUntil, timezone)}`}>
        Snoozed
      </span>
    )
  if (status === 'resolved')
    return <span className="text-accent">Resolved{rating && `, rated ${rating.score} of 5`}</span>
  const standing = standingOf(conversation)
  if (standing === 'agent')
    return (
      <span className="min-w-0 truncate">
        Answered by <bdi>{responder}</bdi>
      </span>
    )
  if (standing === 'person') return <span className="shrink-0 text-warning">Waiting for a person</span>
  return <span>Open</span>
}

const icon = 'size-4 text-ink-soft'

function More({ conversation, mayWrite, onDeed }: Pick<Props, 'conversation' | 'mayWrite' | 'onDeed'>) {
  const isBlocked = conversation.visitor?.blocked ?? false
  const copyLink = async () =>
    toast(
      (await copyText(`${location.origin}/inbox/${conversation.id}`))
        ? 'Link copied'
        : 'The browser did not allow copying.'
    )
  return (
    <Menu
      label="More to do"
      trigger={
        <IconButton label="More to do">
          <MoreHorizontal aria-hidden className="size-4" />
        </IconButton>
      }
    >
      {mayWrite && (
        <>
          <MenuItem icon={<Clock aria-hidden className={icon} />} onSelect={() => onDeed('snooze')}>
            Snooze
          </MenuItem>
          <MenuItem icon={<Tag aria-hidden className={icon} />} onSelect={() => onDeed('label')}>
            Label
          </MenuItem>
          <MenuItem icon={<CornerUpRight aria-hidden className={icon} />} onSelect={() => onDeed('transfer')}>
            Hand over to a colleague
          </MenuItem>
          {conversation.visitor && (
            <MenuItem icon={<Combine aria-hidden className={icon} />} onSelect={() => onDeed('merge')}>
              Merge into another
            </MenuItem>
          )}
        </>
      )}
      <MenuItem icon={<Link2 aria-hidden className={icon} />} onSelect={() => void copyLink()}>
        Copy link
      </MenuItem>
      {mayWrite && conversation.visitor && (
        <>
          <MenuLine />
          <MenuItem
            isDanger={!isBlocked}
            icon={<Ban aria-hidden className="size-4" />}
            onSelect={() => onDeed('block')}
          >
            {isBlocked ? 'Let this person write again' : 'Block this person'}
          </MenuItem>
        </>
      )}
    </Menu>
  )
}
