import type { Conversation } from '@foyer/protocol'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, useEffect, useMemo, useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { faultText, Loading, Skeleton } from '../../ui/states.tsx'
import type { Drafts } from './drafts.ts'
import type { Selection } from './inbox-list.ts'
import { ListRow, rowHeight } from './list-row.tsx'

type Props = {
  rows: readonly Conversation[]
  hasSections: boolean
  me: string
  open: string | undefined
  active: string | undefined
  selection: Selection
  drafts: Drafts
  typing: ReadonlyMap<string, number>
  isStale: boolean
  hrefOf: (id: string) => string
  onOpen: (id: string) => void
  onChoose: (id: string, isRange: boolean) => void
  more: { has: boolean; isLoading: boolean; fault: unknown; load: () => void }
}

const headingHeight = 30
const ahead = 15

type Item =
  | { kind: 'heading'; text: string; count: number }
  | { kind: 'row'; conversation: Conversation; place: number }

/** Those who wait, then those who were answered: one list, told apart by a line. */
function itemsOf(rows: readonly Conversation[], hasSections: boolean): Item[] {
  const waiting = hasSections ? rows.findIndex(row => row.waitingSince === undefined) : 0
  const cut = waiting < 0 ? rows.length : waiting
  const items: Item[] = rows.map((conversation, index) => ({ kind: 'row', conversation, place: index + 1 }))
  if (!hasSections || cut === 0) return items
  const heading = (text: string, count: number): Item => ({ kind: 'heading', text, count })
  if (cut < rows.length) items.splice(cut, 0, heading('Answered', rows.length - cut))
  return [heading('Waiting for an answer', cut), ...items]
}

export function ListPane(props: Props) {
  const { rows, hasSections, active, selection, drafts, typing, isStale, more } = props
  const scroller = useRef<HTMLDivElement>(null)
  const items = useMemo(() => itemsOf(rows, hasSections), [rows, hasSections])
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => (items[index]?.kind === 'heading' ? headingHeight : rowHeight),
    getItemKey: index => {
      const item = items[index]
      return item?.kind === 'row' ? item.conversation.id : `heading ${item?.text}`
    },
    overscan: 8
  })
  // Measured sizes belong to places; when rows and headings change places they are asked for anew.
  const shape = items.map(item => (item.kind === 'heading' ? 'h' : 'r')).join('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again when the shape of the list changes
  useEffect(() => virtual.measure(), [shape, virtual])

  const activeIndex = items.findIndex(item => item.kind === 'row' && item.conversation.id === active)
  useEffect(() => {
    if (activeIndex >= 0) virtual.scrollToIndex(activeIndex === 1 ? 0 : activeIndex, { align: 'auto' })
  }, [activeIndex, virtual])

  const shown = virtual.getVirtualItems()
  const isNearEnd = (shown.at(-1)?.index ?? 0) >= items.length - ahead
  useEffect(() => {
    if (isNearEnd && more.has && !more.isLoading && !more.fault) more.load()
  }, [isNearEnd, more])

  const opened = (id: string, event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    props.onOpen(id)
  }
  return (
    <div
      ref={scroller}
      data-list
      aria-busy={isStale}
      className={classes('min-h-0 flex-1 overflow-y-auto transition-opacity', isStale && 'opacity-60')}
    >
      <ul aria-label="Conversations" className="relative" style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ index, key, start, size }) => {
          const item = items[index]
          if (!item) return null
          const style = { height: size, transform: `translateY(${start}px)` }
          if (item.kind === 'heading')
            return (
              <li
                key={key}
                style={style}
                className="absolute inset-x-0 top-0 flex items-end justify-between px-3 pb-1.5 text-xs text-ink-faint"
              >
                {item.text}
                {!(more.has && item.text === 'Answered') && <span>{item.count}</span>}
              </li>
            )
          const { conversation, place } = item
          const { id } = conversation
          return (
            <li
              key={key}
              aria-setsize={more.has ? -1 : rows.length}
              aria-posinset={place}
              style={style}
              className="absolute inset-x-0 top-0"
            >
              <ListRow
                conversation={conversation}
                href={props.hrefOf(id)}
                me={props.me}
                isOpen={id === props.open}
                isActive={id === active}
                isChosen={selection.has(id)}
                isChoosing={selection.size > 0}
                draft={id === props.open ? undefined : drafts[id]?.text}
                isTyping={typing.has(id)}
                onOpen={opened}
                onChoose={props.onChoose}
              />
            </li>
          )
        })}
      </ul>
      {more.fault ? (
        <div role="alert" className="flex flex-col items-center gap-2 p-4 text-center text-sm text-ink-soft">
          {faultText(more.fault)}
          <Button size="small" onClick={more.load}>
            Try again
          </Button>
        </div>
      ) : (
        more.has && (
          <Loading what="more conversations" className="p-3">
            <Skeleton className="h-3.5 w-1/2" />
          </Loading>
        )
      )}
    </div>
  )
}

export function ListSkeleton() {
  return (
    <Loading what="conversations" className="flex-1 overflow-hidden">
      {Array.from({ length: 9 }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else
          key={index}
          style={{ height: rowHeight }}
          className="flex gap-2.5 border-b border-line px-3 py-2.5"
        >
          <Skeleton className="size-7 rounded-full" />
          <span className="flex flex-1 flex-col gap-2 pt-0.5">
            <Skeleton className="h-3.5 w-1/2" />
            <Skeleton className="h-3.5 w-5/6" />
            <Skeleton className="h-3 w-1/3" />
          </span>
        </div>
      ))}
    </Loading>
  )
}
