import type { ReactNode } from 'react'
import { Mark } from '../../shell/sidebar.tsx'
import { useTitle } from '../../ui/page.tsx'

type Props = { title: string; lead?: ReactNode; children: ReactNode; foot?: ReactNode }

/** The page before the door: one thing to do, nothing else to look at. */
export function Entrance({ title, lead, children, foot }: Props) {
  useTitle(title)
  return (
    <main className="flex min-h-full flex-col items-center px-4 py-[max(2rem,9vh)]">
      <div className="flex w-full max-w-sm flex-col gap-6">
        <div className="flex flex-col items-center gap-4 text-center">
          <span className="scale-150 pb-1">
            <Mark />
          </span>
          <div className="flex flex-col gap-1.5">
            <h1 className="text-xl font-medium">{title}</h1>
            {lead && <p className="text-sm text-ink-soft">{lead}</p>}
          </div>
        </div>
        <div className="rounded-md border border-line bg-surface p-6">{children}</div>
        {foot && <div className="text-center text-xs text-ink-faint">{foot}</div>}
      </div>
    </main>
  )
}
