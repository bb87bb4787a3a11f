import type { ReactNode } from 'react'

export function FactGroup({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-2 px-4 py-4 md:px-5">
      <h2 className="flex items-baseline justify-between text-sm font-medium">
        {title}
        {note && <span className="text-xs font-normal text-ink-faint">{note}</span>}
      </h2>
      {children}
    </section>
  )
}
