import { type ReactNode, useEffect } from 'react'

type Props = { title: string; children?: ReactNode; note?: ReactNode; back?: ReactNode }

/** Where you are, and what you can do here. The browser's tab says the same. */
export function PageHeader({ title, note, back, children }: Props) {
  useTitle(title)
  return (
    <header className="flex min-h-13 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2 md:px-5">
      {back}
      <h1 className="min-w-0 truncate text-base font-medium">{title}</h1>
      {note && <div className="min-w-0 text-sm text-ink-faint">{note}</div>}
      <div className="ml-auto flex items-center gap-2">{children}</div>
    </header>
  )
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Foyer`
  }, [title])
}

/** A titled block on a page of settings. */
export function Section({ title, hint, children }: { title: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3" aria-label={title}>
      <div>
        <h2 className="text-base font-medium">{title}</h2>
        {hint && <p className="text-sm text-ink-soft">{hint}</p>}
      </div>
      {children}
    </section>
  )
}
