import { SlidersHorizontal } from 'lucide-react'
import { Suspense } from 'react'
import { lazyPage } from '../../shell/lazy-page.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Popover } from '../../ui/popover.tsx'
import type { FiltersProps } from './filters.tsx'
import { filterCount } from './queues.ts'

const Filters = lazyPage(() => import('./filters.tsx'), 'Filters')

export function FilterMenu(props: FiltersProps) {
  const filters = filterCount(props.search)
  return (
    <Popover
      label="Filter conversations"
      className="w-72"
      trigger={
        <IconButton label={filters > 0 ? `Filter, ${filters} on` : 'Filter'} className="relative">
          <SlidersHorizontal aria-hidden className="size-4" />
          {filters > 0 && <span aria-hidden className="absolute top-1 right-1 size-2 rounded-full bg-accent" />}
        </IconButton>
      }
    >
      <Suspense>
        <Filters {...props} />
      </Suspense>
    </Popover>
  )
}
