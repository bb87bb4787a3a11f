import type { SavedReportAnswer } from '@foyer/protocol'
import type { UseQueryResult } from '@tanstack/react-query'
import type { CSSProperties, ReactNode } from 'react'
import { Failure, Loading, Skeleton } from '../../ui/states.tsx'
import { AsOf } from '../as-of.tsx'
import { AnswerView } from './answer-view.tsx'

const rowPixels = 168
export const tileHeight = (rows: number) => rows * rowPixels

/** Twelve columns where there is room for them, one where there is not. */
export function TileGrid({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-1 gap-4 md:grid-cols-12">{children}</div>
}

type Props = { tile: { name: string; width: number; height: number }; query: UseQueryResult<SavedReportAnswer> }

/** A report in its tile, in each of its states. */
export function TileAnswer({ tile, query }: Props) {
  const height = tileHeight(tile.height)
  if (query.data)
    return (
      <>
        {/* On a phone a tile is as long as it is: what scrolls in what scrolls catches the finger. */}
        <section
          aria-label={`The figures of ${tile.name}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="min-h-0 flex-1 md:max-h-(--tile) md:overflow-y-auto"
          style={{ '--tile': `${height}px` } as CSSProperties}
        >
          <AnswerView {...query.data} name={tile.name} height={height} />
        </section>
        <AsOf range={query.data.answer.range as never} />
      </>
    )
  if (query.error)
    return <Failure fault={query.error} what={tile.name} isCompact onRetry={() => void query.refetch()} />
  return (
    <Loading what={tile.name} className="flex flex-col gap-3">
      <Skeleton className="h-6 w-24" />
      <Skeleton className="h-24" />
    </Loading>
  )
}

/** Where a tile stands. Spans are told as a style: any of ten widths would be a class of its own. */
export const tileStyle = (width: number) => ({ '--span': width }) as CSSProperties
export const tileClasses =
  'flex min-w-0 flex-col gap-3 rounded-md border border-line bg-surface p-4 md:[grid-column:span_var(--span)/span_var(--span)]'
