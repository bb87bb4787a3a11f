const minute = 60
const hour = 60 * minute
const day = 24 * hour
/** People convert in seconds or in weeks; each bar is about twice as wide as the one before, between times one would say. */
const rungs = [
  ...[0, 1, 5, 10, 30],
  ...[1, 2, 5, 10, 15, 30].map(minutes => minutes * minute),
  ...[1, 2, 4, 8, 12].map(hours => hours * hour),
  ...[1, 2, 3, 5, 7, 14, 30, 60, 90].map(days => days * day)
]

/** The bars of the time to convert, up to the window; whoever took exactly the window is in the last. */
export function ladderOf(windowMs: number): { fromMs: number; toSeconds: number }[] {
  const starts = rungs.map(seconds => seconds * 1_000).filter(ms => ms < windowMs)
  return starts.map((fromMs, index) => ({ fromMs, toSeconds: (starts[index + 1] ?? windowMs) / 1_000 }))
}
