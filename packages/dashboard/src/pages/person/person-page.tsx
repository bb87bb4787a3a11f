import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { Profile } from './profile.tsx'

const route = getRouteApi('/app/people/$id')

export function PersonPage() {
  const { id } = route.useParams()
  const { types, show } = route.useSearch()
  const navigate = useNavigate({ from: '/people/$id' })
  return (
    <Profile
      key={id}
      id={id}
      layout="page"
      types={types}
      show={show ?? 'timeline'}
      onTypes={next => void navigate({ search: current => ({ ...current, types: next }), replace: true })}
      onShow={next =>
        void navigate({ search: current => ({ ...current, show: next === 'facts' ? next : undefined }), replace: true })
      }
      back={
        <Link
          to="/people"
          aria-label="All people"
          title="All people"
          className="-ml-1.5 flex size-8 items-center justify-center rounded-sm text-ink-soft hover:bg-hover hover:text-ink"
        >
          <ArrowLeft aria-hidden className="size-4" />
        </Link>
      }
    />
  )
}
