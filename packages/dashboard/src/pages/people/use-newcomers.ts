import { useState } from 'react'
import { useLive } from '../../live/use-live.ts'
import { queryClient } from '../../query-client.ts'
import { useCan } from '../../session.ts'
import { useAtMostEvery } from '../../shell/use-at-most-every.ts'
import { heardInList, isInList, type Pages } from './live-people.ts'
import { peopleList } from './people-data.ts'
import type { PeopleSearch } from './people-search.ts'

type Options = {
  search: PeopleSearch
  isNarrowed: boolean
  list: { data: Pages | undefined; dataUpdatedAt: number }
}

const rereadMs = 1_000

/**
 * Rows of people who are here say so while one looks. Who has come since is counted and not put in between, so that no row moves
 * from under a pointer; an empty list shows them at once.
 */
export function useNewcomers({ search, isNarrowed, list }: Options): number {
  const [come, setCome] = useState<{ since: number; ids: ReadonlySet<string> }>({ since: 0, ids: new Set() })
  // The list, and what an empty one asks beside it.
  const reread = useAtMostEvery(rereadMs, () => void queryClient.invalidateQueries({ queryKey: ['people', 'list'] }))
  const isEmpty = list.data?.pages[0]?.total === 0
  const ids = come.since === list.dataUpdatedAt ? come.ids : new Set<string>()
  useLive(useCan('live:read') ? { type: 'watch', what: 'visitors' } : null, frame => {
    if (!list.data) return
    if (isEmpty) {
      if (frame.type === 'visitor') reread()
      return
    }
    queryClient.setQueryData<Pages>(peopleList(search).queryKey, known => known && heardInList(known, frame), {
      // Not read anew: the list is as old as it was.
      updatedAt: list.dataUpdatedAt
    })
    // Whether somebody else would match a filter only the server can say.
    if (frame.type !== 'visitor' || isNarrowed || frame.visitor.bot || isInList(list.data, frame.visitor.id)) return
    setCome({ since: list.dataUpdatedAt, ids: new Set([...ids, frame.visitor.id]) })
  })
  return ids.size
}
