import type { TileNote } from '@foyer/protocol'
import { Flag } from 'lucide-react'
import { plainText } from '../../words/people.ts'
import { atWords } from '../annotations/at-words.ts'

const mostShown = 3

const lineHeight = 20
/** What they take of the room of a tile, where each has one line. */
export const notesHeight = ({ length }: readonly TileNote[]): number =>
  length === 0 ? 0 : 16 + lineHeight * Math.min(length, mostShown + 1)

type Props = { notes: readonly TileNote[]; timezone: string }

/** In words what the flags in the drawing stand for, the latest first. */
export function TileNotes({ notes, timezone }: Props) {
  if (notes.length === 0) return null
  const more = notes.length - mostShown
  return (
    <ul aria-label="Notes" className="flex flex-col gap-1 text-xs">
      {notes.slice(0, mostShown).map(({ at, text }) => (
        <li key={`${at} ${text}`} className="flex gap-2">
          <span className="flex shrink-0 items-center gap-1.5 self-start text-ink-soft">
            <Flag aria-hidden className="size-3 fill-current" />
            <time dateTime={at}>{atWords(at, timezone)}</time>
          </span>
          <bdi className="min-w-0 flex-1 break-words whitespace-pre-line">{plainText(text)}</bdi>
        </li>
      ))}
      {more > 0 && <li className="text-ink-faint">{more} more in the drawing</li>}
    </ul>
  )
}
