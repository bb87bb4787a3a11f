import type { Conversation, ConversationPanel } from '@foyer/protocol'
import { conversationLimits } from '@foyer/protocol/plain'
import { useQuery } from '@tanstack/react-query'
import { Keyboard } from 'lucide-react'
import { Suspense, useRef, useState, useSyncExternalStore } from 'react'
import { ConnectionNote } from '../../live/connection-note.tsx'
import { useCan, useSignedIn } from '../../session.ts'
import { usePlainKeys } from '../../shell/keys.ts'
import { lazyPage } from '../../shell/lazy-page.tsx'
import { useMedia } from '../../shell/use-media.ts'
import { useNow } from '../../time/use-now.ts'
import { IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { PageHeader, useTitle } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Failure } from '../../ui/states.tsx'
import { BulkBar } from './bulk-bar.tsx'
import type { Deed } from './conversation-header.tsx'
import { ConversationPane, type PaneHandle } from './conversation-pane.tsx'
import { NoticesButton, showNotice } from './desktop-notices.tsx'
import { keepLetter, takeLetters } from './early-letters.ts'
import { FilterMenu } from './filter-menu.tsx'
import { countsQuery, longestWaitQuery } from './inbox-data.ts'
import { afterDone, chosenOf, neighbour, reach, type Selection, toggle } from './inbox-list.ts'
import { actionOf, type InboxAction } from './keyboard.ts'
import { ListPane, ListSkeleton } from './list-pane.tsx'
import { NothingHere, NothingOpen } from './nothing-here.tsx'
import { mentionNotice, noticeOf, whoOf } from './notices.ts'
import { PresenceMenu } from './presence-menu.tsx'
import type { Question } from './questions.tsx'
import { QueueTabs } from './queue-tabs.tsx'
import { useActions } from './use-actions.ts'
import { draftsOf, onDrafts } from './use-draft.ts'
import { useHeard } from './use-heard.ts'
import { inboxAddress, useInboxAddress } from './use-inbox-address.ts'
import { useInboxList } from './use-inbox-list.ts'
import { VisitorSkeleton } from './visitor-skeleton.tsx'
import { longestWaitText } from './waiting.ts'

const Questions = lazyPage(() => import('./questions.tsx'), 'Questions')
const VisitorPane = lazyPage(() => import('./visitor-pane.tsx'), 'VisitorPane')
const nothingChosen: Selection = new Set()
/** There is room for the list beside the conversation, and for the visitor beside both. */
const twoPanes = '(min-width: 64rem)'
const threePanes = '(min-width: 80rem)'

export function InboxPage() {
  const { member } = useSignedIn()
  const me = member.id
  const mayWrite = useCan('conversations:write')
  const address = useInboxAddress()
  const { id: open, search } = address
  const hasTwo = useMedia(twoPanes)
  const hasThree = useMedia(threePanes)
  const [isVisitorWanted, setVisitorWanted] = useState(true)
  const [cursor, setCursor] = useState<string | undefined>(open)
  const [selection, setSelection] = useState<Selection>(nothingChosen)
  const [question, setQuestion] = useState<Question | null>(null)
  const [shown, setShown] = useState<ConversationPanel | null>(null)
  const lastChosen = useRef<string>(undefined)
  const lastG = useRef(Number.NEGATIVE_INFINITY)
  const pane = useRef<PaneHandle>(null)
  const searchField = useRef<HTMLInputElement>(null)
  const drafts = useSyncExternalStore(onDrafts, () => draftsOf(me))
  const { heard, learn, writing } = useHeard({
    onConversation(before, now) {
      const known = before ?? rows.find(row => row.id === now.id)
      const told = noticeOf(known, now, { me, isLooking: document.hasFocus() })
      if (told) showNotice(told, address.open)
    },
    onMessage(message) {
      const told = mentionNotice(message, { me, isLooking: document.hasFocus() })
      if (told) showNotice(told, address.open)
    }
  })
  const { list, rows, hasSections, more } = useInboxList(search, heard, me, open)
  const actions = useActions(learn, open)
  const chosen = chosenOf(rows, selection)
  const active = cursor ?? open
  const opened = shown?.id === open ? shown : rows.find(row => row.id === open)
  const { data: counts } = useQuery(countsQuery)
  const unread = counts?.unread ?? 0
  useTitle(opened ? `${whoOf(opened)} · Inbox` : unread > 0 ? `(${unread}) Inbox` : 'Inbox')

  const isVisitorShown = hasThree ? isVisitorWanted : search.show === 'visitor'
  const toggleVisitor = () =>
    hasThree ? setVisitorWanted(!isVisitorWanted) : address.show(isVisitorShown ? undefined : 'visitor')

  function goTo(id: string | undefined, replace: boolean): void {
    // Back in the list the keys stand where one came from.
    setCursor(id ?? open)
    address.open(id, { replace })
  }
  const clear = () => setSelection(nothingChosen)

  /** What an action is about: those that are chosen, else the one that is open, else the one the keys stand on. */
  function targets(): Conversation[] {
    if (chosen.length > 0) return chosen
    const one = opened ?? rows.find(row => row.id === active)
    return one ? [one] : []
  }

  function done(ids: readonly string[]): void {
    clear()
    if (open === undefined || !ids.includes(open)) return
    const rest = rows.filter(row => row.id === open || !ids.includes(row.id))
    goTo(hasTwo ? afterDone(rest, open) : undefined, true)
  }

  function resolve(which: readonly Conversation[]): void {
    const ids = which.map(({ id }) => id)
    const isReopening = which.every(({ status }) => status === 'resolved')
    if (ids.length === 0) return
    void actions
      .change(ids, { status: isReopening ? 'open' : 'resolved' }, isReopening ? 'Open again' : 'Resolved')
      .then(isDone => {
        if (isDone && !isReopening) done(ids)
        else if (isDone) clear()
      })
  }

  /** From the agent that answers by itself to the team, or back; only where there is one. */
  function handOver(which: readonly Conversation[]): void {
    const answered = which.filter(({ answeredBy }) => answeredBy !== undefined)
    const isTaking = answered.some(({ answeredBy }) => answeredBy === 'responder')
    if (answered.length === 0) return
    void actions.change(
      answered.map(({ id }) => id),
      { answeredBy: isTaking ? 'team' : 'responder' },
      isTaking ? 'Taken over from the agent' : 'Handed back to the agent'
    )
  }

  function deed(what: Deed, which: readonly Conversation[]): void {
    const ids = which.map(({ id }) => id)
    if (!mayWrite || ids.length === 0) return
    if (what === 'resolve') resolve(which)
    else if (what === 'hand over') handOver(which)
    else if (what === 'block' && shown?.visitor?.blocked)
      void actions.change(ids, { blocked: false }, 'They may write again')
    else setQuestion({ what, ids })
  }

  const act: Record<InboxAction, () => void> = {
    next: () => step(1),
    previous: () => step(-1),
    open: () => (active !== undefined && active !== open ? goTo(active, false) : pane.current?.write('message')),
    close() {
      if (selection.size > 0) clear()
      else if (search.show !== undefined) address.show(undefined)
      else if (open !== undefined) goTo(undefined, false)
    },
    choose: () => active !== undefined && choose(active, false),
    resolve: () => deed('resolve', targets()),
    assign: () => deed('assign', targets()),
    take() {
      const [one, ...others] = targets()
      if (!mayWrite || !one) return
      if (others.length === 0 && !one.assignee) void actions.take(one.id)
      else
        void actions.change(
          [one, ...others].map(({ id }) => id),
          { assigneeId: me },
          'It is yours'
        )
    },
    snooze: () => deed('snooze', targets()),
    label: () => deed('label', targets()),
    transfer: () => deed('transfer', targets().slice(0, 1)),
    merge: () => deed('merge', targets().slice(0, 1)),
    'hand over': () => deed('hand over', targets()),
    reply: () => pane.current?.write('message'),
    note: () => pane.current?.write('note'),
    canned: () =>
      open === undefined ? searchField.current?.focus() : pane.current?.write('message', { canned: true }),
    search: () => searchField.current?.focus(),
    visitor: toggleVisitor,
    help: () => setQuestion({ what: 'keys', ids: [] })
  }

  function step(by: 1 | -1): void {
    const to = neighbour(rows, active, by)
    if (to === undefined) return
    if (open !== undefined && hasTwo) goTo(to, true)
    else setCursor(to)
  }

  function choose(id: string, isRange: boolean): void {
    setSelection(isRange ? reach(rows, selection, lastChosen.current, id) : toggle(selection, id))
    lastChosen.current = id
  }

  usePlainKeys((key, event) => {
    if (question !== null) {
      // Asked, and not drawn yet.
      event.preventDefault()
      return key === 'Escape' ? setQuestion(null) : keepLetter(key)
    }
    takeLetters()
    // Whoever works by keyboard will be asked soon, and types on at once.
    void Questions.preload().catch(() => undefined)
    if (key === 'g') lastG.current = event.timeStamp
    const action = actionOf({ key, at: event.timeStamp }, lastG.current)
    if (action === undefined || !isOurs(key, event.target)) return
    event.preventDefault()
    act[action]()
  })

  const asked = question
    ? [...rows, ...(shown && !rows.some(row => row.id === shown.id) ? [shown] : [])].filter(({ id }) =>
        question.ids.includes(id)
      )
    : []
  const told = open === undefined ? undefined : heard.get(open)
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {open !== undefined && !hasTwo && <h1 className="sr-only">Inbox</h1>}
      <div className={classes(open !== undefined && 'max-lg:hidden')}>
        <PageHeader title="Inbox" note={<LongestWait />}>
          <ConnectionNote className="max-sm:hidden" />
          <NoticesButton />
          <IconButton label="Keys (?)" className="max-sm:hidden" onClick={act.help}>
            <Keyboard aria-hidden className="size-4" />
          </IconButton>
          {mayWrite && <PresenceMenu me={me} />}
        </PageHeader>
      </div>
      <div className="flex min-h-0 flex-1">
        <section
          aria-label="Queues and conversations"
          className={classes(
            'flex min-h-0 w-full flex-col lg:w-80 lg:shrink-0 lg:border-r lg:border-line 2xl:w-96',
            open !== undefined && 'max-lg:hidden'
          )}
        >
          <QueueTabs search={search} onChange={next => changeList(next)} />
          <div className="flex items-center gap-1 border-b border-line px-2 pb-2">
            {chosen.length > 0 ? (
              <BulkBar
                chosen={chosen.length}
                loaded={rows.length}
                onDeed={what => deed(what, chosen)}
                onAll={() => setSelection(new Set(rows.slice(0, mostChosen).map(row => row.id)))}
                onClear={clear}
              />
            ) : (
              <>
                <SearchField
                  label="Search messages and notes"
                  placeholder="Search messages"
                  taken={{ key: 'F', ref: searchField }}
                  value={search.search}
                  onChange={text => address.change({ search: text })}
                />
                <FilterMenu search={search} rows={rows} onChange={address.change} onReplace={changeList} />
              </>
            )}
          </div>
          {list.isPending ? (
            <ListSkeleton />
          ) : list.isError && !list.data ? (
            <Failure fault={list.error} what="The inbox" onRetry={() => void list.refetch()} />
          ) : rows.length === 0 ? (
            <NothingHere search={search} onReplace={changeList} />
          ) : (
            <ListPane
              rows={rows}
              hasSections={hasSections}
              me={me}
              open={open}
              active={active}
              selection={selection}
              drafts={drafts}
              typing={writing}
              isStale={list.isPlaceholderData}
              hrefOf={id => inboxAddress(id, { ...search, show: undefined })}
              onOpen={id => goTo(id, open !== undefined && hasTwo)}
              onChoose={choose}
              more={more}
            />
          )}
        </section>
        <section
          aria-label="Conversation"
          className={classes(
            'min-h-0 min-w-0 flex-1 flex-col',
            open === undefined || (isVisitorShown && !hasThree) ? 'hidden' : 'flex',
            open === undefined && 'lg:flex'
          )}
        >
          {open === undefined ? (
            <NothingOpen />
          ) : (
            <ConversationPane
              key={open}
              ref={pane}
              id={open}
              told={told}
              me={me}
              mayWrite={mayWrite}
              isVisitorShown={isVisitorShown}
              onDeed={(what, conversation) => deed(what, [conversation])}
              onBack={() => goTo(undefined, false)}
              onVisitor={toggleVisitor}
              onMoved={id => goTo(id, true)}
              onManageCanned={() => setQuestion({ what: 'canned', ids: [] })}
              onShown={setShown}
            />
          )}
        </section>
        {open !== undefined && isVisitorShown && (
          <aside
            aria-label="Visitor"
            className={classes(
              'flex min-h-0 min-w-0 flex-col',
              hasThree ? 'w-84 shrink-0 border-l border-line' : 'flex-1'
            )}
          >
            <Suspense fallback={<VisitorSkeleton />}>
              <VisitorPane
                key={open}
                id={open}
                hrefOf={id => inboxAddress(id, { ...search, show: undefined })}
                onOpen={id => goTo(id, false)}
                onBack={() => address.show(undefined)}
              />
            </Suspense>
          </aside>
        )}
      </div>
      {question && (
        <Suspense>
          <Questions
            question={question}
            conversations={asked}
            me={me}
            actions={actions}
            onClose={() => setQuestion(null)}
            onDone={done}
            onLearn={learn}
            onMerged={into => {
              learn(into)
              goTo(into.id, true)
            }}
          />
        </Suspense>
      )}
    </div>
  )

  function changeList(next: typeof search): void {
    clear()
    setCursor(open)
    address.list(next)
  }
}

const mostChosen = conversationLimits.bulk

/** Arrows scroll what has the focus, and enter presses it; only in the list and on nothing they are the inbox's. */
function isOurs(key: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element) || target === document.body || target.id === 'content') return true
  if (key === 'Enter') return target.matches('[role="log"]')
  return !key.startsWith('Arrow') || target.closest('[data-list]') !== null
}

function LongestWait() {
  const now = useNow(15_000)
  const { data } = useQuery(longestWaitQuery)
  return data ? <span role="status">{longestWaitText(data.items[0]?.waitingSince, now)}</span> : null
}
