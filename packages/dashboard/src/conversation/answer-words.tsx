import { type Block, type Inline, parseMarkdown } from '@foyer/protocol/markdown'
import { memo, type ReactNode } from 'react'
import { plainText } from '../words/people.ts'

/** What the visitor is shown of an answer: the same small part of Markdown, made into elements; there is no way in for markup. */
export const AnswerWords = memo(function AnswerWords({ text }: { text: string }) {
  return <div className="flex flex-col gap-2 wrap-anywhere">{numbered(parseMarkdown(plainText(text)), part)}</div>
})

/** A text is drawn anew as a whole, so the place of a part in it is its name. */
const numbered = <Part,>(parts: readonly Part[], draw: (part: Part, at: number) => ReactNode) =>
  parts.map((one, at) => draw(one, at))

function part(block: Block, at: number): ReactNode {
  if (block.is === 'code')
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
      <pre key={at} dir="ltr" tabIndex={0} className="overflow-x-auto rounded-sm bg-sunken p-2 font-mono text-sm">
        {block.text}
      </pre>
    )
  if (block.is === 'list') {
    const items = numbered(block.items, (item, line) => (
      <li key={line} dir="auto">
        {numbered(item, piece)}
      </li>
    ))
    return block.isOrdered ? (
      <ol key={at} start={block.start} className="flex list-decimal flex-col gap-0.5 ps-5">
        {items}
      </ol>
    ) : (
      <ul key={at} className="flex list-disc flex-col gap-0.5 ps-5">
        {items}
      </ul>
    )
  }
  const lines = numbered(block.lines, (line, index) => (
    <span key={index}>
      {index > 0 && <br />}
      {numbered(line, piece)}
    </span>
  ))
  if (block.is === 'quote')
    return (
      <blockquote key={at} dir="auto" className="border-s-2 border-line-strong ps-2 text-ink-soft">
        {lines}
      </blockquote>
    )
  return (
    <p key={at} dir="auto" className={block.is === 'heading' ? 'font-medium' : undefined}>
      {lines}
    </p>
  )
}

function piece(inline: Inline, at: number): ReactNode {
  if (inline.is === 'text') return inline.text
  if (inline.is === 'code')
    return (
      <code key={at} className="rounded-sm bg-sunken px-1 font-mono text-sm">
        {inline.text}
      </code>
    )
  if (inline.is === 'link')
    return (
      <a
        key={at}
        href={inline.href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="underline underline-offset-2 hover:no-underline"
      >
        {numbered(inline.children, piece)}
      </a>
    )
  const Mark = inline.is
  return (
    <Mark key={at} className={Mark === 'strong' ? 'font-medium' : undefined}>
      {numbered(inline.children, piece)}
    </Mark>
  )
}
