import type { CatalogEntry } from '@foyer/protocol'
import { Link } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { Button } from '../../../ui/button.tsx'
import { SearchField } from '../../../ui/search-field.tsx'
import { Empty } from '../../../ui/states.tsx'
import { counted } from '../../../words/numbers.ts'
import { KindIcon } from '../destination-marks.tsx'
import { categoryWords } from '../destination-words.ts'
import { TryOut } from './try-out.tsx'

type Props = {
  kinds: readonly CatalogEntry[]
  search: string | undefined
  onSearch: (search: string | undefined) => void
}

/** Every kind there is; each word that is typed must stand somewhere in what is said of it. */
export function CatalogList({ kinds, search, onSearch }: Props) {
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const found = kinds.filter(kind => {
    const said = [kind.name, kind.type, kind.description, categoryWords[kind.category]].join(' ').toLowerCase()
    return words.every(word => said.includes(word))
  })
  return (
    <div className="mx-auto flex w-full max-w-5xl flex-col gap-4 px-4 py-6 md:px-6">
      <div className="flex flex-wrap items-center gap-3">
        <SearchField
          label="Search the catalog"
          placeholder="LivePerson, webhook, e-mail…"
          value={search}
          onChange={onSearch}
        />
        <p aria-live="polite" className="text-sm text-ink-faint">
          {counted(found.length, 'integration')}
        </p>
      </div>
      {found.length === 0 ? (
        <Empty
          icon={<SearchX aria-hidden className="size-5" />}
          title="Nothing is called so"
          actions={<Button onClick={() => onSearch(undefined)}>Show all</Button>}
        >
          A webhook takes events to any server that reads JSON.
        </Empty>
      ) : (
        <ul className="grid gap-3 sm:grid-cols-2">
          {found.map(kind => (
            <li
              key={kind.type}
              className="relative flex gap-3 rounded-md border border-line p-4 transition-colors hover:border-line-strong hover:bg-hover"
            >
              <KindIcon category={kind.category} />
              <div className="min-w-0 flex-1">
                <p className="flex items-baseline justify-between gap-2">
                  <Link
                    to="/integrations/add"
                    search={{ ...(search ? { search } : {}), type: kind.type }}
                    className="rounded-sm text-base font-medium after:absolute after:inset-0 after:rounded-md"
                  >
                    {kind.name}
                  </Link>
                  <span className="shrink-0 text-xs text-ink-faint">{categoryWords[kind.category]}</span>
                </p>
                <p className="text-sm text-ink-soft">{kind.description}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {found.some(({ type }) => type === 'liveperson') && <TryOut />}
    </div>
  )
}
