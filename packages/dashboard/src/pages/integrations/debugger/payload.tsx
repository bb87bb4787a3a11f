import { colorPieces } from '../../../ui/code.tsx'
import { CopyButton } from '../../../ui/copy.tsx'
import { seenText } from './payload-text.ts'

/** More than this is shown without colours, which would make an element of every word. */
const mostColored = 20_000
const colors: Record<string, string> = { text: 'text-accent', word: 'text-info' }

/** What was sent or answered, as text and nothing else, whatever it says. */
export function Payload({ label, text, isPlain }: { label: string; text: string; isPlain?: boolean }) {
  const seen = seenText(text)
  return (
    <figure aria-label={label} className="min-w-0 overflow-hidden rounded-md border border-line bg-sunken">
      <figcaption className="flex h-8 items-center justify-between border-b border-line pr-0.5 pl-3 text-xs text-ink-faint">
        {label}
        <CopyButton text={text} />
      </figcaption>
      <section
        aria-label={`${label}, text`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        dir="ltr"
        className="max-h-96 overflow-auto p-3 font-mono text-xs leading-5 whitespace-pre outline-offset-[-2px]"
      >
        {isPlain || seen.length > mostColored
          ? seen
          : colorPieces(seen).map(piece => (
              <span key={piece.at} className={colors[piece.kind]}>
                {piece.text}
              </span>
            ))}
      </section>
    </figure>
  )
}
