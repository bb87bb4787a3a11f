import type { AuditEntry, Page } from '@foyer/protocol'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Braces, FileClock } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { api } from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Failure, faultText, Loading, Skeleton } from '../../ui/states.tsx'
import { Ago } from '../../ui/time.tsx'
import { plainText } from '../../words/people.ts'
import { aboutText, actionText, actorName } from './audit-words.ts'
import { SettingsPage } from './settings-page.tsx'

const pageSize = 100

export function AuditPage() {
  const audit = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<AuditEntry>>('/api/audit', { limit: pageSize, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
    refetchOnWindowFocus: false
  })
  const entries = audit.data?.pages.flatMap(page => page.items) ?? []
  return (
    <SettingsPage
      isWide
      title="Audit trail"
      lead="Who changed what in this workspace, the newest first. Entries cannot be changed or deleted."
    >
      {audit.isPending ? (
        <Loading what="the audit trail" className="flex flex-col gap-2">
          {[1, 2, 3, 4, 5, 6].map(index => (
            <Skeleton key={index} className="h-11" />
          ))}
        </Loading>
      ) : audit.isError && entries.length === 0 ? (
        <Failure fault={audit.error} what="The audit trail" onRetry={() => void audit.refetch()} />
      ) : entries.length === 0 ? (
        <Empty icon={<FileClock aria-hidden className="size-5" />} title="Nothing has been changed yet">
          Adding an agent, inviting somebody or making a key is written down here.
        </Empty>
      ) : (
        <Entries
          entries={entries}
          more={{
            has: audit.hasNextPage,
            isLoading: audit.isFetchingNextPage,
            fault: audit.isFetchNextPageError ? audit.error : undefined,
            load: () => void audit.fetchNextPage()
          }}
        />
      )}
    </SettingsPage>
  )
}

type Props = { entries: AuditEntry[]; more: { has: boolean; isLoading: boolean; fault: unknown; load: () => void } }

function Entries({ entries, more }: Props) {
  const list = useRef<HTMLOListElement>(null)
  const [open, setOpen] = useState<string>()
  const virtual = useVirtualizer({
    count: entries.length,
    // The whole settings column scrolls, not the list in it.
    getScrollElement: () => list.current?.closest<HTMLElement>('.overflow-y-auto') ?? null,
    estimateSize: () => 45,
    getItemKey: index => entries[index]?.id ?? index,
    scrollMargin: 120,
    overscan: 15
  })
  const shown = virtual.getVirtualItems()
  const isNearEnd = (shown.at(-1)?.index ?? 0) >= entries.length - 20
  useEffect(() => {
    if (isNearEnd && more.has && !more.isLoading && !more.fault) more.load()
  }, [isNearEnd, more])
  return (
    <>
      <ol ref={list} className="relative rounded-md border border-line" style={{ height: virtual.getTotalSize() }}>
        {shown.map(item => {
          const entry = entries[item.index]
          return entry ? (
            <li
              key={entry.id}
              ref={virtual.measureElement}
              data-index={item.index}
              className="absolute inset-x-0 top-0 border-b border-line last:border-0"
              style={{ transform: `translateY(${item.start - 120}px)` }}
            >
              <Entry
                entry={entry}
                isOpen={open === entry.id}
                onToggle={() => setOpen(open === entry.id ? undefined : entry.id)}
              />
            </li>
          ) : null
        })}
      </ol>
      {more.fault !== undefined && (
        <p role="alert" className="flex items-center gap-3 text-sm text-ink-soft">
          {faultText(more.fault)} <Button onClick={more.load}>Try again</Button>
        </p>
      )}
    </>
  )
}

function Entry({ entry, isOpen, onToggle }: { entry: AuditEntry; isOpen: boolean; onToggle: () => void }) {
  return (
    <>
      <div className="relative flex min-h-11 items-center gap-3 px-3 py-1.5 text-sm hover:bg-hover">
        <p className="min-w-0 flex-1">
          <bdi className="font-medium" title={plainText(entry.actor)}>
            {actorName(entry.actor)}
          </bdi>{' '}
          {actionText(entry.action)} <bdi className="text-ink-soft">{aboutText(entry)}</bdi>
        </p>
        <Ago at={entry.at} className="shrink-0 text-xs text-ink-faint" />
        <button
          type="button"
          aria-expanded={isOpen}
          aria-label={isOpen ? 'Hide the details' : 'Show the details'}
          onClick={onToggle}
          className="flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-faint after:absolute after:inset-0 hover:text-ink"
        >
          <Braces aria-hidden className="size-3.5" />
        </button>
      </div>
      {isOpen && (
        <pre className="overflow-x-auto border-t border-line bg-sunken p-3 font-mono text-xs leading-5 whitespace-pre-wrap">
          {JSON.stringify(entry, null, 2)}
        </pre>
      )}
    </>
  )
}
