import { X } from 'lucide-react'
import { plainText } from '../words/people.ts'

/** A filter that is on, and can be taken away. */
export function FilterChip({ label, value, onRemove }: { label: string; value: string; onRemove: () => void }) {
  const shown = plainText(value)
  return (
    <span className="inline-flex h-8 max-w-full items-center gap-1 rounded-sm bg-accent-soft pl-2.5 text-sm text-accent">
      <span className="min-w-0 truncate">
        {label} <bdi className="font-medium">{shown}</bdi>
      </span>
      <button
        type="button"
        aria-label={`Take away: ${label} ${shown}`}
        onClick={onRemove}
        className="flex size-7 shrink-0 items-center justify-center rounded-sm hover:bg-hover"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  )
}
