import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type RefObject, useEffect } from 'react'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import { faultText } from './states.tsx'

type Props<Item> = {
  label: string
  items: readonly Item[]
  /** The one that is shown whole beside it. */
  open: string | undefined
  /** Columns and space of each row, and of the head. */
  grid: string
  head: ReactNode
  /** Its cells. The list is one stop of the keyboard: whether this row is it. */
  children: (item: Item, isStop: boolean) => ReactNode
  scroller: RefObject<HTMLDivElement | null>
  more: { has: boolean; isLoading: boolean; fault: unknown; load: () => void }
}

const rowHeight = 34

/** A log as long as it likes to be: what is in sight is drawn, and older rows come as one goes on. */
export function LogTable<Item extends { id: string }>(props: Props<Item>) {
  const { label, items, open, grid, head, children, scroller, more } = props
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: index => items[index]?.id ?? index,
    overscan: 20,
    scrollPaddingStart: rowHeight
  })
  const shown = virtual.getVirtualItems()
  const openAt = items.findIndex(({ id }) => id === open)
  const stop = openAt === -1 ? items[shown[0]?.index ?? 0]?.id : open
  useEffect(() => {
    if (openAt !== -1) virtual.scrollToIndex(openAt)
  }, [openAt, virtual])
  const isNearEnd = (shown.at(-1)?.index ?? 0) >= items.length - 20
  useEffect(() => {
    if (isNearEnd && more.has && !more.isLoading && !more.fault) more.load()
  }, [isNearEnd, more])
  return (
    <>
      <table className="block" aria-label={label} aria-rowcount={more.has ? -1 : items.length + 1}>
        <thead className="sticky top-0 z-10 block border-b border-line bg-sunken text-xs text-ink-faint">
          <tr className={classes(grid, 'h-8')}>{head}</tr>
        </thead>
        <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
          {shown.map(at => {
            const item = items[at.index]
            return item ? (
              <tr
                key={item.id}
                aria-rowindex={at.index + 2}
                aria-selected={item.id === open}
                className={classes(
                  grid,
                  'absolute inset-x-0 top-0 border-b border-line hover:bg-hover',
                  item.id === open && 'bg-accent-soft'
                )}
                style={{ height: rowHeight, transform: `translateY(${at.start}px)` }}
              >
                {children(item, item.id === stop)}
              </tr>
            ) : null
          })}
        </tbody>
      </table>
      {more.fault !== undefined && (
        <p role="alert" className="flex items-center gap-3 p-4 text-sm text-ink-soft">
          {faultText(more.fault)} <Button onClick={more.load}>Try again</Button>
        </p>
      )}
    </>
  )
}

type HeadingProps = { isRight?: boolean; className?: string; children: string }

export const LogHeading = ({ isRight, className, children }: HeadingProps) => (
  <th scope="col" className={classes('font-normal', isRight ? 'text-right' : 'text-left', className)}>
    {children}
  </th>
)
