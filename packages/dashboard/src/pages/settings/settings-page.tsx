import type { ReactNode } from 'react'
import { classes } from '../../ui/classes.ts'
import { useTitle } from '../../ui/page.tsx'

type Props = { title: string; lead?: ReactNode; actions?: ReactNode; isWide?: boolean; children: ReactNode }

export function SettingsPage({ title, lead, actions, isWide, children }: Props) {
  useTitle(title)
  return (
    <div className={classes('flex w-full flex-col gap-6 px-4 py-6 md:px-8', isWide ? 'max-w-6xl' : 'max-w-2xl')}>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-56 flex-1">
          <h2 className="text-lg font-medium">{title}</h2>
          {lead && <p className="max-w-xl text-sm text-ink-soft">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </div>
  )
}
