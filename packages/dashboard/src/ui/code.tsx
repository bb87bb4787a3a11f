import { CopyButton } from './copy.tsx'

const pieces =
  /(?<comment><!--[\s\S]*?-->|(?:^|(?<=\s))(?:\/\/|#)[^\n]*)|(?<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|(?<word>\b(?:import|from|export|default|const|let|function|return|await|async|new|def|require|use|echo|if|else|class|true|false|null|None|end|do)\b)|(?<tag><\/?[\w.-]+|\/?>)/gm

type Piece = { kind: string; text: string; at: number }

/** Enough colour to find the strings and comments; the text itself is never changed. */
export function colorPieces(code: string): Piece[] {
  const found: Piece[] = []
  let at = 0
  for (const match of code.matchAll(pieces)) {
    if (match.index > at) found.push({ kind: 'plain', text: code.slice(at, match.index), at })
    const kind = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0] ?? 'plain'
    found.push({ kind, text: match[0], at: match.index })
    at = match.index + match[0].length
  }
  if (at < code.length) found.push({ kind: 'plain', text: code.slice(at), at })
  return found
}

const colors: Record<string, string> = {
  comment: 'text-ink-faint',
  text: 'text-accent',
  word: 'text-info',
  tag: 'text-warning'
}

type Props = { code: string; label: string; isCopyHidden?: boolean }

export function Code({ code, label, isCopyHidden }: Props) {
  return (
    <figure className="overflow-hidden rounded-md border border-line bg-sunken" aria-label={label}>
      <figcaption className="flex h-9 items-center justify-between border-b border-line pr-1 pl-3 text-xs text-ink-faint">
        {label}
        {!isCopyHidden && <CopyButton text={code} />}
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className="overflow-x-auto p-3 font-mono text-xs leading-5" tabIndex={0}>
        <code>
          {colorPieces(code).map(piece => (
            <span key={piece.at} className={colors[piece.kind]}>
              {piece.text}
            </span>
          ))}
        </code>
      </pre>
    </figure>
  )
}
