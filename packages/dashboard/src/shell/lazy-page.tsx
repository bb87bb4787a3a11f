import { type ComponentType, use } from 'react'

type Pages<Name extends string, Props extends object> = Record<Name, ComponentType<Props>>

/** The part of the program behind a page did not come: the server is away, or was updated since this page was opened. */
export class MissingPart extends Error {}

/**
 * A page, or what opens on one, whose code is fetched when it is first shown. Unlike the router's own, a failure does not reload the browser, which
 * would throw away a working page while the server is away: it is shown, and can be tried again.
 */
export function lazyPage<Name extends string, Props extends object>(
  load: () => Promise<Pages<Name, Props>>,
  name: Name
) {
  let loading: Promise<ComponentType<Props>> | undefined
  const come = () => {
    loading ??= load().then(
      pages => pages[name],
      () => {
        loading = undefined
        throw new MissingPart(
          'Foyer does not answer, or was updated since you opened it. Nothing you saved is lost. Try again.'
        )
      }
    )
    return loading
  }
  // biome-ignore lint/correctness/noComponentHookFactories: made once for each route, when the program starts
  function LazyPage(props: Props) {
    const Page = use(come())
    return <Page {...props} />
  }
  return Object.assign(LazyPage, { preload: async () => void (await come()) })
}
