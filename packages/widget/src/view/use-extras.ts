import { useEffect, useState } from 'preact/hooks'
import { addStyle } from '../loader/sheets.ts'

export type Extras = typeof import('./extras.ts')
let loaded: Extras | undefined
const styled = new WeakSet<ShadowRoot>()

/** The parts that are loaded at the first need; undefined until they are there. */
export const useExtras = (isNeeded: boolean, root: ShadowRoot): Extras | undefined => {
  const [, setThere] = useState(!!loaded)
  useEffect(() => {
    if (!isNeeded || loaded) return
    let isGone = false
    import('./extras.ts').then(
      extras => {
        loaded = extras
        if (!isGone) setThere(true)
      },
      // Asked for again at the next need.
      () => undefined
    )
    return () => {
      isGone = true
    }
  }, [isNeeded])
  if (loaded && isNeeded && !styled.has(root)) {
    styled.add(root)
    addStyle(root, loaded.css)
  }
  return isNeeded ? loaded : undefined
}
