import type { ConversationPanel, LiveFrame } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowLeft, ArrowUpRight, Info } from 'lucide-react'
import { useState } from 'react'
import { panelQuery } from '../../conversation/conversation-data.ts'
import { snippetText } from '../../conversation/snippet.ts'
import { useFrames, useWish } from '../../live/use-line.ts'
import { queryClient } from '../../query-client.ts'
import { useCan, useTimezone } from '../../session.ts'
import { useAtMostEvery } from '../../shell/use-at-most-every.ts'
import { clockTime, exactTime, runningTime } from '../../time/relative.ts'
import { useNow } from '../../time/use-now.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, buttonClasses, IconButton } from '../../ui/button.tsx'
import { CopyIcon } from '../../ui/copy.tsx'
import { Flag, VerifiedMark } from '../../ui/marks.tsx'
import { Popover } from '../../ui/popover.tsx'
import { Ago } from '../../ui/time.tsx'
import { browserName } from '../../words/browsers.ts'
import { placeText } from '../../words/countries.ts'
import { count, counted } from '../../words/numbers.ts'
import { isAnonymous, nameOf, plainText, webAddress } from '../../words/people.ts'
import { pageName } from '../person/event-sentence.ts'
import { browse } from './browsing.ts'
import { excerptQuery } from './inbox-data.ts'
import { sourceName } from './source-words.ts'
import { Excerpt } from './visitor-excerpt.tsx'
import { CustomData, Fact, Group } from './visitor-facts.tsx'
import { VisitorSkeleton } from './visitor-skeleton.tsx'

type Visitor = NonNullable<ConversationPanel['visitor']>
type BrowsedPage = ConversationPanel['lastPages'][number]
type Props = { id: string; hrefOf: (id: string) => string; onOpen: (id: string) => void; onBack: () => void }

const lookAgainMs = 3_000

/** Who they are and where they are now, beside what they say. */
export function VisitorPane({ id, hrefOf, onOpen, onBack }: Props) {
  const { data: panel, isPending } = useQuery(panelQuery(id))
  if (!panel) return isPending ? <VisitorSkeleton /> : null
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-13 shrink-0 items-center gap-2 border-b border-line px-2 lg:hidden">
        <IconButton label="Back to the messages" onClick={onBack}>
          <ArrowLeft aria-hidden className="size-4" />
        </IconButton>
        <span className="text-base font-medium">Visitor</span>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {panel.visitor ? (
          <Known key={panel.visitor.id} panel={panel} visitor={panel.visitor} hrefOf={hrefOf} onOpen={onOpen} />
        ) : (
          <p className="px-4 py-6 text-sm text-ink-soft">
            This conversation is from the playground: it is the team talking to its own agent, and there is no visitor.
          </p>
        )}
      </div>
    </div>
  )
}

type KnownProps = Pick<Props, 'hrefOf' | 'onOpen'> & { panel: ConversationPanel; visitor: Visitor }

function Known({ panel, visitor, hrefOf, onOpen }: KnownProps) {
  const [told, setTold] = useState<BrowsedPage[]>([])
  const [isHere, setHere] = useState<boolean | null>(null)
  const lookAgain = useAtMostEvery(lookAgainMs, () => {
    void queryClient.invalidateQueries({ queryKey: panelQuery(panel.id).queryKey })
    void queryClient.invalidateQueries({ queryKey: excerptQuery(visitor.id).queryKey })
  })
  useWish(`person ${visitor.id}`, () => ({ type: 'watch', what: 'person', id: visitor.id }), {
    type: 'unwatch',
    what: 'person',
    id: visitor.id
  })
  useFrames((frame: LiveFrame) => {
    const isThem = (frame.type === 'events' || frame.type === 'person') && frame.personId === visitor.id
    if (!isThem) return
    if (frame.type === 'events') {
      setTold(current => browse(current, frame.items))
      setHere(true)
    } else lookAgain()
  })
  const pages = browse(
    panel.lastPages,
    told.map(page => ({ type: 'page', ...page }) as Parameters<typeof browse>[1][number])
  )
  const isOnline = visitor.online || (isHere === true && told.length > 0)
  return (
    <div className="flex flex-col divide-y divide-line">
      <Head panel={panel} visitor={visitor} />
      <Whereabouts visitor={visitor} isOnline={isOnline} pages={pages} />
      {visitor.blocked && (
        <p className="bg-danger-soft px-4 py-2.5 text-sm text-danger">
          This person is blocked: what they write does not arrive.
        </p>
      )}
      <LastPages pages={pages} isOnline={isOnline} />
      <CustomData attributes={visitor.attributes} atStart={panel.atStart} />
      <Excerpt person={visitor.id} />
      <Previous panel={panel} hrefOf={hrefOf} onOpen={onOpen} />
    </div>
  )
}

function Head({ panel, visitor }: { panel: ConversationPanel; visitor: Visitor }) {
  const mayReadPeople = useCan('people:read')
  return (
    <div className="flex flex-col gap-3 px-4 py-4">
      <div className="flex items-center gap-3">
        <Avatar id={visitor.id} size="large" isOnline={visitor.online} />
        <div className="min-w-0 flex-1">
          <h2 className="flex items-center gap-1 text-base font-medium">
            <bdi className="truncate">{nameOf(visitor)}</bdi>
            {visitor.verified && <VerifiedMark />}
          </h2>
          <p className="truncate text-sm text-ink-soft">
            {visitor.verified ? (
              'Verified identity'
            ) : isAnonymous(visitor) ? (
              <span title="A name made from their id, until they tell us theirs">Anonymous, not verified</span>
            ) : (
              'Says so, not verified'
            )}
          </p>
        </div>
        <MachineInfo panel={panel} visitor={visitor} />
      </div>
      {(visitor.email ?? visitor.company) !== undefined && (
        <div className="flex flex-col gap-1 text-sm">
          {visitor.email !== undefined && visitor.name !== undefined && (
            <span className="flex min-w-0 items-center gap-1">
              <bdi className="truncate">{plainText(visitor.email)}</bdi>
              <CopyIcon text={visitor.email} label="Copy the e-mail address" />
            </span>
          )}
          {visitor.company !== undefined && <bdi className="truncate text-ink-soft">{plainText(visitor.company)}</bdi>}
        </div>
      )}
      {mayReadPeople && (
        <Link to="/people/$id" params={{ id: visitor.id }} className={buttonClasses({ size: 'small' }, 'self-start')}>
          Full history: {counted(visitor.visits, 'visit')}, {counted(visitor.events, 'event')}
          <ArrowUpRight aria-hidden className="size-3.5" />
        </Link>
      )}
    </div>
  )
}

/** IP, place and browser: asked for seldom, one press away. */
function MachineInfo({ panel, visitor }: { panel: ConversationPanel; visitor: Visitor }) {
  const timezone = useTimezone()
  const now = useNow(30_000)
  return (
    <Popover
      label="Address, place and browser"
      className="flex w-80 flex-col gap-1.5"
      trigger={
        <IconButton label="Address, place and browser">
          <Info aria-hidden className="size-4" />
        </IconButton>
      }
    >
      <Fact label="Place">
        <span className="flex items-center gap-1.5">
          {visitor.country !== undefined && <Flag code={visitor.country} />}
          {placeText(visitor)}
        </span>
      </Fact>
      <Fact label="Local time">
        {visitor.timezone === undefined
          ? '—'
          : `${clockTime(now, visitor.timezone)} (${visitor.timezone.replaceAll('_', ' ')})`}
      </Fact>
      <Fact label="IP">{visitor.ip ?? '—'}</Fact>
      <Fact label="Browser">{browserName(visitor)}</Fact>
      <Fact label="Device">
        <span className="capitalize">{visitor.device ?? '—'}</span>
      </Fact>
      <Fact label="First seen">
        <Ago at={visitor.firstSeenAt} />
      </Fact>
      <Fact label="Last seen">
        <Ago at={visitor.lastSeenAt} />
      </Fact>
      <Fact label="First source">{visitor.firstSource === undefined ? '—' : plainText(visitor.firstSource)}</Fact>
      <p className="mt-2 border-t border-line pt-3 text-xs text-ink-faint">
        When this conversation started, {exactTime(panel.createdAt, timezone)}
      </p>
      <Fact label="Place">{placeText(panel)}</Fact>
      <Fact label="IP">{panel.ip ?? '—'}</Fact>
      <Fact label="Browser">{browserName(panel)}</Fact>
      <Fact label="Language">{panel.atStart.locale ?? '—'}</Fact>
      <Fact label="Came from">
        {panel.atStart.referrer === undefined
          ? '—'
          : (URL.parse(panel.atStart.referrer)?.host ?? panel.atStart.referrer)}
      </Fact>
      <Fact label="Source">{sourceName(panel.source)}</Fact>
    </Popover>
  )
}

/** The first thing one wants to know: what they are looking at while they write. */
function Whereabouts({ visitor, isOnline, pages }: { visitor: Visitor; isOnline: boolean; pages: BrowsedPage[] }) {
  const now = useNow(1_000)
  const page = pages[0] ?? visitor.page
  return (
    <section aria-label="Where they are now" className="px-4 py-3.5">
      {isOnline && page ? (
        <div className="flex flex-col gap-0.5" aria-live="polite">
          <p className="flex items-center gap-1.5 text-xs text-accent">
            <span aria-hidden className="size-1.5 animate-breathe rounded-full bg-accent" />
            Here now
            <span aria-live="off" className="ml-auto">
              {runningTime(now - Date.parse(page.at))}
            </span>
          </p>
          <p className="truncate text-sm font-medium">
            <PageLink page={page} />
          </p>
          <p className="truncate text-xs text-ink-faint" title={page.url}>
            {addressText(page.url)}
          </p>
        </div>
      ) : (
        <p className="text-sm text-ink-soft">
          {isOnline ? 'Here now' : 'Not here now, last seen '}
          {!isOnline && <Ago at={visitor.lastSeenAt} />}
        </p>
      )}
    </section>
  )
}

const addressText = (url: string) => {
  const parsed = URL.parse(url)
  return plainText(parsed ? parsed.host + parsed.pathname : url)
}

function PageLink({ page }: { page: BrowsedPage }) {
  const address = webAddress(page.url)
  const name = pageName(page)
  return address === undefined ? (
    <bdi>{name}</bdi>
  ) : (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow" title={address} className="hover:underline">
      <bdi>{name}</bdi>
    </a>
  )
}

function LastPages({ pages, isOnline }: { pages: BrowsedPage[]; isOnline: boolean }) {
  if (pages.length === 0) return null
  return (
    <Group title="Last pages">
      <ol className="flex flex-col gap-1.5">
        {pages.map((page, index) => (
          <li key={`${page.at} ${page.url}`} className="flex items-baseline gap-2 text-sm">
            <span
              aria-hidden
              className={`size-1.5 shrink-0 -translate-y-0.5 rounded-full ${isOnline && index === 0 ? 'bg-accent' : 'bg-line-strong'}`}
            />
            <span className="min-w-0 truncate">
              <PageLink page={page} />
            </span>
            {isOnline && index === 0 ? (
              <span className="ml-auto shrink-0 text-xs text-accent">now</span>
            ) : (
              <Ago at={page.at} className="ml-auto shrink-0 text-xs text-ink-faint" />
            )}
          </li>
        ))}
      </ol>
    </Group>
  )
}

const previousShown = 4

function Previous({ panel, hrefOf, onOpen }: Omit<KnownProps, 'visitor'>) {
  const [isOpen, setOpen] = useState(false)
  if (panel.previous.length === 0)
    return (
      <Group title="Other conversations">
        <p className="text-sm text-ink-soft">This is the first one with them.</p>
      </Group>
    )
  const shown = isOpen ? panel.previous : panel.previous.slice(0, previousShown)
  return (
    <Group title="Other conversations" note={count(panel.previous.length)}>
      <ul className="flex flex-col">
        {shown.map(other => (
          <li key={other.id}>
            <a
              href={hrefOf(other.id)}
              onClick={event => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return
                event.preventDefault()
                onOpen(other.id)
              }}
              className="-mx-2 flex flex-col gap-0.5 rounded-sm px-2 py-1.5 hover:bg-hover"
            >
              <bdi className="truncate text-sm">{snippetText(other) ?? 'No words yet'}</bdi>
              <span className="flex items-center gap-1 text-xs text-ink-faint">
                <span className={other.status === 'open' ? 'text-accent' : undefined}>{other.status}</span>·
                <Ago at={other.lastAt} />
                {other.rating && <span>· rated {other.rating.score} of 5</span>}
              </span>
            </a>
          </li>
        ))}
      </ul>
      {panel.previous.length > previousShown && (
        <Button
          size="small"
          look="quiet"
          className="self-start"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Fewer' : `${panel.previous.length - previousShown} more`}
        </Button>
      )}
    </Group>
  )
}
