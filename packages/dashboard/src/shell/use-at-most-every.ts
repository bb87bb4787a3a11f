import { useEffect, useEffectEvent, useRef } from 'react'

/** Acts at once, then no more often than this; what was asked meanwhile is done at the end of the wait. */
export function useAtMostEvery(ms: number, act: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const isWanted = useRef(false)
  const run = useEffectEvent(act)
  const ask = useRef(() => {
    isWanted.current = true
  })
  useEffect(() => {
    const go = () => {
      isWanted.current = false
      run()
      timer.current = setTimeout(() => {
        timer.current = undefined
        if (isWanted.current) go()
      }, ms)
    }
    ask.current = () => {
      if (timer.current === undefined) go()
      else isWanted.current = true
    }
    return () => {
      clearTimeout(timer.current)
      timer.current = undefined
    }
  }, [ms])
  return () => ask.current()
}
