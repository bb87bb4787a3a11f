import type { CatalogEntry } from '@foyer/protocol'
import { ExternalLink } from 'lucide-react'
import { webAddress } from '../../../words/people.ts'
import { KindIcon } from '../destination-marks.tsx'
import { categoryWords } from '../destination-words.ts'
import { TryOut } from './try-out.tsx'

/** What it does, and what to have at hand before beginning. */
export function KindCard({ kind }: { kind: CatalogEntry }) {
  const website = webAddress(kind.website)
  return (
    <div className="flex flex-col gap-3 rounded-md border border-line bg-sunken p-4">
      <div className="flex gap-3">
        <KindIcon category={kind.category} />
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span className="text-base font-medium">{kind.name}</span>
            <span className="text-xs text-ink-faint">{categoryWords[kind.category]}</span>
          </p>
          <p className="text-sm text-ink-soft">{kind.description}</p>
        </div>
      </div>
      {kind.before.length > 0 && (
        <div className="text-sm">
          <h2 className="font-medium">Before you begin</h2>
          <ul className="list-disc pl-5 text-ink-soft">
            {kind.before.map(sentence => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
      {kind.type === 'liveperson' && <TryOut />}
      {website && (
        <p>
          <a
            href={website}
            target="_blank"
            rel="noopener noreferrer"
            className="inline-flex items-center gap-1 rounded-sm text-sm text-accent hover:underline"
          >
            {new URL(website).host}
            <ExternalLink aria-hidden className="size-3.5" />
            <span className="sr-only">(opens in a new tab)</span>
          </a>
        </p>
      )}
    </div>
  )
}
