import { memo } from 'react'
import { classes } from '../ui/classes.ts'
import { textPieces } from './message-text.ts'

/** A visitor's text, or a note, as it was typed: lines stay lines, addresses are links, nothing else is anything. */
export const MessageWords = memo(function MessageWords({ text, names }: { text: string; names?: readonly string[] }) {
  return (
    <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
      {textPieces(text, names).map(piece =>
        piece.href === undefined ? (
          <span key={piece.at} className={classes(piece.isMention && 'rounded-sm font-medium text-info')}>
            {piece.text}
          </span>
        ) : (
          <a
            key={piece.at}
            href={piece.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="underline underline-offset-2 hover:no-underline"
          >
            {piece.text}
          </a>
        )
      )}
    </p>
  )
})
