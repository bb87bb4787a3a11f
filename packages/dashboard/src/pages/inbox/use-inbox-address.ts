import { useNavigate, useRouterState } from '@tanstack/react-router'
import { queryText } from '../../api.ts'
import { type InboxSearch, readInboxSearch } from './inbox-search.ts'

export const inboxAddress = (id: string | undefined, search: InboxSearch): string =>
  (id === undefined ? '/inbox' : `/inbox/${id}`) + queryText(search)

const conversationIn = (pathname: string): string | undefined => /^\/inbox\/(cnv_[0-9a-f]{32})\/?$/.exec(pathname)?.[1]

/** Which conversation, which queue, which pane: all of it is the address, so back, reload and a sent link find it again. */
export function useInboxAddress() {
  const navigate = useNavigate()
  const pathname = useRouterState({ select: state => state.location.pathname })
  const raw = useRouterState({ select: state => state.location.search })
  const search = readInboxSearch(raw)
  const id = conversationIn(pathname)
  const go = (to: string | undefined, next: InboxSearch, replace: boolean) =>
    void navigate({ href: inboxAddress(to, next), replace })
  return {
    id,
    search,
    /** Going from one conversation to the next by key leaves one step in the history, not fifty. */
    open: (to: string | undefined, options: { replace?: boolean } = {}) =>
      go(to, { ...search, show: undefined }, options.replace ?? false),
    change: (next: InboxSearch) => go(id, readInboxSearch({ ...search, ...next }), true),
    /** Another list: on a narrow screen it is what one wants to see. */
    list: (next: InboxSearch) => go(id, next, true),
    show: (show: 'visitor' | undefined) => go(id, { ...search, show }, show === undefined)
  }
}
