import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { conversationList } from './inbox-data.ts'
import { arrange, type Heard } from './inbox-list.ts'
import type { InboxSearch } from './inbox-search.ts'
import { putsWaitingFirst } from './listed.ts'

/** The rows of the list: what was loaded of it and what has been heard since. */
export function useInboxList(search: InboxSearch, heard: Heard, me: string, open: string | undefined) {
  const list = useInfiniteQuery({ ...conversationList(search), placeholderData: keepPreviousData })
  const { pages } = list.data ?? { pages: [] }
  const address = JSON.stringify({ ...search, show: undefined })
  const isWhole = !list.hasNextPage
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address says what is in the search
  const rows = useMemo(
    () => arrange({ pages, heard, search, me, open, isWhole }),
    [pages, heard, address, me, open, isWhole]
  )
  return {
    list,
    rows,
    hasSections: putsWaitingFirst(search),
    more: {
      has: list.hasNextPage,
      isLoading: list.isFetchingNextPage,
      fault: list.isFetchNextPageError ? list.error : undefined,
      load: () => void list.fetchNextPage()
    }
  }
}
