import { useSyncExternalStore } from 'react'
import { serverNow } from './clock.ts'

type Ticker = { subscribe(listener: () => void): () => void; read(): number }

/** One timer for each period, however many rows tick by it. */
const tickers = new Map<number, Ticker>()

function tickerOf(periodMs: number): Ticker {
  const known = tickers.get(periodMs)
  if (known) return known
  const listeners = new Set<() => void>()
  let timer: ReturnType<typeof setInterval> | undefined
  let now = serverNow()
  const ticker: Ticker = {
    subscribe(listener) {
      listeners.add(listener)
      timer ??= setInterval(() => {
        now = serverNow()
        for (const tell of listeners) tell()
      }, periodMs)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
    read() {
      // Whoever looks after a pause must not see the time of before it.
      if (timer === undefined && serverNow() - now > periodMs) now = serverNow()
      return now
    }
  }
  tickers.set(periodMs, ticker)
  return ticker
}

export function useNow(periodMs: number): number {
  const ticker = tickerOf(periodMs)
  return useSyncExternalStore(ticker.subscribe, ticker.read)
}
