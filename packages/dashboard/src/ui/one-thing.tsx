import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError } from '../api.ts'
import { buttonClasses } from './button.tsx'
import { PageHeader } from './page.tsx'
import { Empty, Failure, Loading } from './states.tsx'

type Props<Thing> = {
  query: UseQueryResult<Thing>
  /** What it is called until its own name is here: "agent". */
  what: string
  /** Where all of them are, and how that page is called: "All agents". */
  all: { to: '/agents' | '/agents/knowledge' | '/integrations'; label: string }
  /** The shape of what comes. */
  skeleton: ReactNode
  /** Why there may be none at this address. */
  missing: { icon: ReactNode; text: string }
  children: (thing: Thing, back: ReactNode) => ReactNode
}

/** A page of one thing: its outline while it comes, and what to do when it does not, or is not there. */
export function OneThing<Thing>({ query, what, all, skeleton, missing, children }: Props<Thing>) {
  const back = (
    <Link
      to={all.to}
      aria-label={all.label}
      title={all.label}
      className="-mr-1 -ml-1.5 flex size-8 items-center justify-center rounded-sm text-ink-soft hover:bg-hover hover:text-ink"
    >
      <ArrowLeft aria-hidden className="size-4" />
    </Link>
  )
  const title = what.charAt(0).toUpperCase() + what.slice(1)
  if (query.data !== undefined) return children(query.data, back)
  return (
    <>
      <PageHeader title={title} back={back} />
      {query.isPending ? (
        <Loading what={`the ${what}`} className="mx-auto flex w-full max-w-3xl flex-col gap-5 p-6">
          {skeleton}
        </Loading>
      ) : query.error instanceof ApiError && query.error.status === 404 ? (
        <Empty
          icon={missing.icon}
          title={`There is no such ${what}`}
          actions={
            <Link to={all.to} className={buttonClasses({ look: 'primary' })}>
              {all.label}
            </Link>
          }
        >
          {missing.text}
        </Empty>
      ) : (
        <Failure fault={query.error} what={`This ${what}`} onRetry={() => void query.refetch()} />
      )}
    </>
  )
}
