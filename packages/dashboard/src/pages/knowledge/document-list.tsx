import type { Document } from '@foyer/protocol'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { CircleAlert, FileCode, FileText, Globe, LoaderCircle } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { usePlainKeys } from '../../shell/keys.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { faultText, Loading, Skeleton } from '../../ui/states.tsx'
import { Ago } from '../../ui/time.tsx'
import { plainText } from '../../words/people.ts'
import { documentKindNames, statusText } from './document-words.ts'

type Props = {
  documents: readonly Document[]
  isStale: boolean
  more: { has: boolean; isLoading: boolean; fault: unknown; load: () => void }
}

const rowHeight = 56
const ahead = 20

export function DocumentList({ documents, isStale, more }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(-1)
  const virtual = useVirtualizer({
    count: documents.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12
  })
  const rows = virtual.getVirtualItems()
  const isNearEnd = (rows.at(-1)?.index ?? 0) >= documents.length - ahead
  useEffect(() => {
    if (isNearEnd && more.has && !more.isLoading && !more.fault) more.load()
  }, [isNearEnd, more])

  usePlainKeys((key, event) => {
    const step = key === 'j' || key === 'ArrowDown' ? 1 : key === 'k' || key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const next = Math.max(0, Math.min(documents.length - 1, active + step))
    setActive(next)
    virtual.scrollToIndex(next)
    // The row may only now come into the page.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-row="${next}"] a`)?.focus({ preventScroll: true })
    )
  })
  return (
    <div
      ref={scroller}
      aria-busy={isStale}
      className={classes('min-h-0 flex-1 overflow-y-auto transition-opacity max-lg:min-h-96', isStale && 'opacity-60')}
    >
      <ul aria-label="Documents" className="relative" style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ index, start }) => {
          const document = documents[index]
          return document ? (
            <li
              key={document.id}
              data-row={index}
              aria-posinset={index + 1}
              aria-setsize={more.has ? -1 : documents.length}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              className="absolute inset-x-0 top-0 border-b border-line"
            >
              <DocumentRow document={document} />
            </li>
          ) : null
        })}
      </ul>
      {more.fault ? (
        <div role="alert" className="flex items-center justify-center gap-3 p-4 text-sm text-ink-soft">
          {faultText(more.fault)}
          <Button onClick={more.load}>Try again</Button>
        </div>
      ) : (
        more.has && (
          <Loading what="more documents" className="p-4">
            <Skeleton className="h-3.5 w-1/3" />
          </Loading>
        )
      )}
    </div>
  )
}

function DocumentRow({ document }: { document: Document }) {
  const { id, title, kind, url, crawlId, status, fault, updatedAt } = document
  const isFailed = status === 'failed'
  return (
    <Link
      to="/agents/knowledge/$id"
      params={{ id }}
      className="flex h-full items-center gap-3 px-4 text-sm outline-offset-[-2px] hover:bg-hover md:px-5"
    >
      <DocumentIcon document={document} />
      <span className="min-w-0 flex-1">
        <bdi className="block truncate font-medium">{plainText(title)}</bdi>
        <span className={classes('block truncate text-xs', isFailed ? 'text-danger' : 'text-ink-faint')}>
          {isFailed
            ? (fault ?? 'It could not be read.')
            : url !== undefined
              ? plainText(url)
              : crawlId === undefined
                ? `${documentKindNames[kind]}, given by hand`
                : documentKindNames[kind]}
        </span>
      </span>
      <span
        className={classes(
          'w-28 shrink-0 text-right text-xs max-sm:w-auto',
          isFailed ? 'text-danger' : 'text-ink-soft'
        )}
      >
        {statusText(document)}
      </span>
      <Ago at={updatedAt} className="w-24 shrink-0 text-right text-xs text-ink-faint max-sm:hidden" />
    </Link>
  )
}

function DocumentIcon({ document: { status, kind, crawlId } }: { document: Document }) {
  const look = 'size-4 shrink-0 text-ink-faint'
  if (status === 'failed') return <CircleAlert aria-hidden className="size-4 shrink-0 text-danger" />
  if (status === 'reading') return <LoaderCircle aria-hidden className={classes(look, 'animate-spin')} />
  if (crawlId !== undefined) return <Globe aria-hidden className={look} />
  return kind === 'html' ? <FileCode aria-hidden className={look} /> : <FileText aria-hidden className={look} />
}

export function DocumentsSkeleton() {
  return (
    <Loading what="the documents" className="flex-1 overflow-hidden">
      {Array.from({ length: 10 }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else
          key={index}
          style={{ height: rowHeight }}
          className="flex items-center gap-3 border-b border-line px-4 md:px-5"
        >
          <Skeleton className="size-4" />
          <span className="flex flex-1 flex-col gap-1.5">
            <Skeleton className="h-3.5 w-48" />
            <Skeleton className="h-3 w-64" />
          </span>
          <Skeleton className="h-3.5 w-20" />
        </div>
      ))}
    </Loading>
  )
}
