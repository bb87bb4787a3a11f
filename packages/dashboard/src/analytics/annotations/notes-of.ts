import type { TileNote, Unit } from '@foyer/protocol'
import { bucketOf } from '../../charts/buckets.ts'
import type { Note } from '../../charts/lines.tsx'
import { plainText } from '../../words/people.ts'

type Axis = { buckets: readonly string[]; unit: Unit; timezone: string }

/** Under which points of a chart notes stand; of one point the earliest first. They come with the latest first. */
export function notesOf(items: readonly TileNote[], { buckets, unit, timezone }: Axis): Note[] {
  const byBucket = new Map<number, string[]>()
  for (const { at, text } of items.toReversed()) {
    const index = bucketOf(at, buckets, unit, timezone)
    if (index >= 0) byBucket.set(index, [...(byBucket.get(index) ?? []), plainText(text)])
  }
  return [...byBucket].map(([index, texts]) => ({ index, texts }))
}
