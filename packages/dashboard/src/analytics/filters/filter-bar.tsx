import type { Filter } from '@foyer/protocol'
import { ListFilter, X } from 'lucide-react'
import { Suspense, useRef } from 'react'
import { usePlainKeys } from '../../shell/keys.ts'
import { lazyPage } from '../../shell/lazy-page.tsx'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Popover } from '../../ui/popover.tsx'
import type { Among } from './among.ts'
import { useSegmentName } from './filter-data.ts'
import { filterText } from './filter-words.ts'

type Props = {
  filters: readonly Filter[]
  onChange: (filters: Filter[]) => void
  className?: string
  /** Where several bars share a page, only one may take the key F. */
  takesKey?: boolean
  among?: Among
}

/** Most who open a report write no filter. */
const FilterEditor = lazyPage(() => import('./filter-editor.tsx'), 'FilterEditor')

const editor = 'w-[min(40rem,calc(100vw-2rem))]'

/** What a report is narrowed to: a chip for each filter, all of which must hold. F adds one. */
export function FilterBar({ filters, onChange, className, takesKey = true, among }: Props) {
  const add = useRef<HTMLButtonElement>(null)
  const segmentName = useSegmentName(JSON.stringify(filters).includes('"segment"'))
  usePlainKeys((key, event) => {
    if (key !== 'f' || !takesKey) return
    event.preventDefault()
    add.current?.click()
  })
  const tell = (next: Filter[]) => onChange([...new Map(next.map(filter => [JSON.stringify(filter), filter])).values()])
  const replace = (index: number, by: Filter[]) => {
    tell([...filters.slice(0, index), ...by, ...filters.slice(index + 1)])
    // The chip that had the keyboard is gone or another one.
    add.current?.focus()
  }
  return (
    <fieldset className={classes('flex min-w-0 flex-wrap items-center gap-1.5', className)}>
      <legend className="sr-only">Filters</legend>
      {filters.map((filter, index) => {
        const text = filterText(filter, segmentName)
        return (
          <span
            key={JSON.stringify(filter)}
            className="flex h-7 max-w-full items-center rounded-sm border border-line-strong bg-surface text-sm"
          >
            <Popover
              align="start"
              label="Change this filter"
              className={editor}
              trigger={
                <button
                  type="button"
                  title={text}
                  className="h-full max-w-80 truncate rounded-l-sm pr-1.5 pl-2.5 transition-colors hover:bg-hover"
                >
                  {text}
                </button>
              }
            >
              {close => (
                <Suspense>
                  <FilterEditor
                    filter={filter}
                    among={among}
                    onCancel={close}
                    onDone={next => {
                      close()
                      replace(index, next)
                    }}
                  />
                </Suspense>
              )}
            </Popover>
            <button
              type="button"
              aria-label={`Remove the filter: ${text}`}
              onClick={() => replace(index, [])}
              className="flex h-full w-6 items-center justify-center rounded-r-sm text-ink-faint transition-colors hover:bg-hover hover:text-ink"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </span>
        )
      })}
      <Popover
        align="start"
        label="Add a filter"
        className={editor}
        trigger={
          <Button
            ref={add}
            size="small"
            look={filters.length === 0 ? 'plain' : 'quiet'}
            icon={<ListFilter aria-hidden className="size-3.5" />}
            title={takesKey ? 'Add a filter (F)' : 'Add a filter'}
          >
            {filters.length === 0 ? 'Filter' : 'Add filter'}
          </Button>
        }
      >
        {close => (
          <Suspense>
            <FilterEditor
              filter={undefined}
              among={among}
              onCancel={close}
              onDone={next => {
                close()
                tell([...filters, ...next])
              }}
            />
          </Suspense>
        )}
      </Popover>
      {filters.length > 1 && (
        <Button look="quiet" size="small" onClick={() => onChange([])}>
          Clear
        </Button>
      )}
    </fieldset>
  )
}
