import { useEffect } from 'react'

/** As `injectWidget` takes them; the look kept for the agent holds where one is not given. */
export type FoyerChatProps = {
  agentId: string
  /** Where the Foyer server answers. */
  apiBase: string
  visitor?: { name?: string; email?: string; data?: unknown; signature?: string; userToken?: string }
  color?: string
  position?: 'left' | 'right'
  title?: string
  greeting?: string
  hint?: string
  launcher?: string
  theme?: 'auto' | 'light' | 'dark'
  locale?: string
}
type Widget = {
  injectWidget(agentId: string, options: object): unknown
  removeWidget(): void
}
type Page = Window & { FluentBotChatWidget?: Widget }

const loading = new Map<string, Promise<Widget | undefined>>()

/** The script is loaded once, however often the component comes and goes; blocked, there is no chat, and the app goes on. */
const load = (apiBase: string): Promise<Widget | undefined> => {
  const found = loading.get(apiBase)
  if (found) return found
  const script = document.createElement('script')
  const loaded = new Promise<Widget | undefined>(resolve => {
    script.src = `${apiBase.replace(/\/+$/, '')}/widget.js`
    script.async = true
    script.onload = () => resolve((window as Page).FluentBotChatWidget)
    script.onerror = () => {
      loading.delete(apiBase)
      script.remove()
      resolve(undefined)
    }
  })
  loading.set(apiBase, loaded)
  document.head.append(script)
  return loaded
}

/**
 * The chat widget while this is on screen, on the same visitor as the tracker of `FoyerProvider`. Render it once a consent banner was
 * answered: before, nothing is loaded, stored or asked. On a server it is nothing.
 */
export function FoyerChat({ agentId, apiBase, ...given }: FoyerChatProps): null {
  // What is given anew on every render is the same as long as it says the same.
  const said = JSON.stringify(given)
  useEffect(() => {
    let isGone = false
    let widget: Widget | undefined
    load(apiBase).then(loaded => {
      if (isGone) return
      widget = loaded
      widget?.injectWidget(agentId, { ...JSON.parse(said), apiBase })
    })
    return () => {
      isGone = true
      widget?.removeWidget()
    }
  }, [agentId, apiBase, said])
  return null
}
