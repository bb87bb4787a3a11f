import { useEffect, useState } from 'preact/hooks'
import { addStyle } from '../loader/sheets.ts'
import { warmTimes } from './warm-times.ts'

/** A part of the panel that is loaded at the first need, with its style sheet; what could not be loaded is asked for again at the next. */
const late = <Part extends { css: string }>(load: () => Promise<Part>) => {
  let loaded: Part | undefined
  const styled = new WeakSet<ShadowRoot>()
  const fetch = async () => {
    loaded = loaded ?? (await load())
    return loaded
  }
  const of = (root: ShadowRoot) => {
    if (loaded && !styled.has(root)) {
      styled.add(root)
      addStyle(root, loaded.css)
    }
    return loaded
  }
  return {
    load: fetch,
    /** Undefined until it is there. */
    of,
    /** The same in a component, which is drawn again once it is there. */
    use(isNeeded: boolean, root: ShadowRoot): Part | undefined {
      const [, setThere] = useState(!!loaded)
      useEffect(() => {
        if (!isNeeded || loaded) return
        let isGone = false
        fetch().then(
          () => !isGone && setThere(true),
          () => undefined
        )
        return () => {
          isGone = true
        }
      }, [isNeeded])
      return isNeeded ? of(root) : undefined
    }
  }
}

export const extrasPart = late(async () => {
  const part = await import('./extras.ts')
  await warmTimes()
  return part
})
export const filesPart = late(() => import('./files.ts'))
export const heardPart = late(() => import('./heard.ts'))
