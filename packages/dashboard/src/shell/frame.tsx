import { type ErrorComponentProps, Link, Outlet, useRouter } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { buttonClasses } from '../ui/button.tsx'
import { Empty, Failure, Loading, Skeleton } from '../ui/states.tsx'
import { Toasts } from '../ui/toasts.tsx'
import { MissingPart } from './lazy-page.tsx'

export function Frame() {
  return (
    <>
      <Outlet />
      <Toasts />
    </>
  )
}

export function LostPage() {
  return (
    <main className="flex h-full items-center">
      <Empty
        icon={<Compass aria-hidden className="size-5" />}
        isWholePage
        title="There is no page at this address"
        actions={
          <Link to="/live" className={buttonClasses({ look: 'primary' })}>
            Go to Live
          </Link>
        }
      >
        It may have moved, or the link was cut off while copying.
      </Empty>
    </main>
  )
}

async function isServerThere(): Promise<boolean> {
  try {
    return (await fetch('/healthz', { cache: 'no-store' })).ok
  } catch {
    // Not reachable: that is the answer.
    return false
  }
}

export function PageFault({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const tryAgain = async () => {
    // The parts of an updated server have other names, which only the newest page knows; a server that is away has none.
    if (error instanceof MissingPart && (await isServerThere())) return location.reload()
    reset()
    await router.invalidate()
  }
  return (
    <div className="flex flex-1 items-center">
      <Failure fault={error} what="This page" onRetry={() => void tryAgain()} />
    </div>
  )
}

export function PagePending() {
  return (
    <Loading what="the page" className="flex flex-1 flex-col gap-4 p-5">
      <Skeleton className="h-5 w-40" />
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-4 w-1/2" />
    </Loading>
  )
}
