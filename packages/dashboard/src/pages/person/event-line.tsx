import type { Delivery, EventType, TimelineEvent } from '@foyer/protocol'
import {
  AppWindow,
  ArrowDownToLine,
  Bot,
  Braces,
  IdCard,
  LogOut,
  type LucideIcon,
  MessageSquare,
  MousePointerClick,
  Smartphone,
  UsersRound,
  Zap
} from 'lucide-react'
import { memo } from 'react'
import { useTimezone } from '../../session.ts'
import { clockTime, exactTime, relativeTime } from '../../time/relative.ts'
import { useNow } from '../../time/use-now.ts'
import { classes } from '../../ui/classes.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { DeliveryChips } from './delivery-chips.tsx'
import { sentenceOf } from './event-sentence.ts'

const icons: Partial<Record<EventType, LucideIcon>> = {
  conversation: MessageSquare,
  page: AppWindow,
  click: MousePointerClick,
  scroll: ArrowDownToLine,
  exit: LogOut,
  identify: IdCard,
  track: Zap,
  screen: Smartphone,
  group: UsersRound
}
/** What somebody did on purpose stands out; what a page noted by itself stays quiet. */
const tones: Partial<Record<EventType, string>> = {
  track: 'border-transparent bg-accent-soft text-accent',
  identify: 'border-transparent bg-info-soft text-info'
}
const recentMs = 12 * 60 * 60 * 1000
const isQuiet = (type: EventType) => type === 'exit' || type === 'scroll'

type Props = {
  event: TimelineEvent
  folded: TimelineEvent | undefined
  deliveries: readonly Delivery[] | undefined
  isLast: boolean
  isOpen: boolean
  isFresh: boolean
  onToggle: () => void
}

export const EventLine = memo(function EventLine({
  event,
  folded,
  deliveries,
  isLast,
  isOpen,
  isFresh,
  onToggle
}: Props) {
  const Icon = icons[event.type] ?? Zap
  const { parts, details } = sentenceOf(event)
  return (
    <div className={classes('relative', isFresh && 'animate-rise')}>
      {!isLast && <span aria-hidden className="absolute top-8 -bottom-1 left-[19px] w-px bg-line" />}
      <div className="group relative flex items-start gap-3 rounded-sm px-2 py-1.5 hover:bg-hover has-[button:focus-visible]:bg-hover">
        <span
          aria-hidden
          className={classes(
            'flex size-6 shrink-0 items-center justify-center rounded-full border',
            tones[event.type] ?? 'border-line bg-surface text-ink-faint'
          )}
        >
          <Icon className="size-3.5" />
        </span>
        <p className={classes('min-w-0 flex-1 pt-0.5 text-sm', isQuiet(event.type) && 'text-ink-soft')}>
          {parts.map((part, index) =>
            part.strong ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence never change places
              <bdi key={index} className={isQuiet(event.type) ? undefined : 'font-medium'}>
                {part.text}
              </bdi>
            ) : (
              part.text
            )
          )}
          {details.map(detail => (
            <span key={detail} className="text-ink-soft">
              {' '}
              · <bdi>{detail}</bdi>
            </span>
          ))}
          {event.bot && (
            <span title="Sent by a bot" className="ml-1.5 inline-flex align-text-bottom text-ink-faint">
              <Bot aria-hidden className="size-4" />
              <span className="sr-only">Sent by a bot</span>
            </span>
          )}
          {deliveries && <DeliveryChips deliveries={deliveries} />}
        </p>
        <When at={event.at} />
        <button
          type="button"
          aria-expanded={isOpen}
          aria-label={isOpen ? 'Hide the event as JSON' : 'Show the event as JSON'}
          title={isOpen ? 'Hide the event as JSON' : 'Show the event as JSON'}
          onClick={onToggle}
          className={classes(
            'flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-faint transition-opacity after:absolute after:inset-0 hover:text-ink',
            !isOpen && 'md:opacity-0 md:group-hover:opacity-100 md:focus-visible:opacity-100'
          )}
        >
          <Braces aria-hidden className="size-3.5" />
        </button>
      </div>
      {isOpen && <EventJson event={event} />}
      {isOpen && folded && <EventJson event={folded} />}
    </div>
  )
})

/** "4 min ago" while that says something; later the time of day, since the visit above it says which day. */
function When({ at }: { at: string }) {
  const now = useNow(15_000)
  const timezone = useTimezone()
  const isRecent = now - Date.parse(at) < recentMs
  return (
    <time
      dateTime={at}
      title={`${relativeTime(at, now, timezone)}: ${exactTime(at, timezone)}`}
      className="shrink-0 pt-0.5 text-xs leading-5 text-ink-faint"
    >
      {isRecent ? relativeTime(at, now, timezone) : clockTime(at, timezone)}
    </time>
  )
}

function EventJson({ event }: { event: TimelineEvent }) {
  const timezone = useTimezone()
  const { kind, ...shown } = event
  const text = JSON.stringify(shown, null, 2)
  return (
    <div className="mt-1 mb-3 ml-11 animate-fade overflow-hidden rounded-md border border-line bg-sunken">
      <div className="flex items-center justify-between gap-3 border-b border-line py-1 pr-1 pl-3 text-xs text-ink-faint">
        {exactTime(event.at, timezone)}
        <CopyButton text={text} />
      </div>
      <section
        aria-label="The event as JSON"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-80 overflow-auto p-3 font-mono text-xs leading-5 whitespace-pre"
      >
        {text}
      </section>
    </div>
  )
}
