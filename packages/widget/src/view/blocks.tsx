import { type Block, type Inline, parseMarkdown, parsePlain } from '@foyer/protocol/markdown'
import type { ComponentChildren } from 'preact'

const inlines = (all: readonly Inline[]): ComponentChildren => all.map(inline => <Piece inline={inline} />)

const Piece = ({ inline }: { inline: Inline }) => {
  if (inline.is === 'text') return <>{inline.text}</>
  if (inline.is === 'code') return <code>{inline.text}</code>
  if (inline.is === 'link')
    return (
      <a href={inline.href} target="_blank" rel="noopener noreferrer nofollow ugc">
        {inlines(inline.children)}
      </a>
    )
  const Mark = inline.is
  return <Mark>{inlines(inline.children)}</Mark>
}

const lines = (all: readonly Inline[][]) => all.map((line, at) => [at > 0 && <br />, inlines(line)])

const Part = ({ block }: { block: Block }) => {
  if (block.is === 'code')
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
      <pre dir="ltr" tabIndex={0}>
        <code>{block.text}</code>
      </pre>
    )
  if (block.is === 'quote') return <blockquote dir="auto">{lines(block.lines)}</blockquote>
  if (block.is === 'list') {
    const items = block.items.map(item => <li dir="auto">{inlines(item)}</li>)
    return block.isOrdered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>
  }
  return (
    <p dir="auto" class={block.is === 'heading' ? 'heading' : undefined}>
      {lines(block.lines)}
    </p>
  )
}

/** A text with marks or links in it, as elements; there is no way in for markup. The visitor's own means itself. */
export const Blocks = ({ text, isOwn }: { text: string; isOwn: boolean }) => (
  <div class="text">
    {(isOwn ? parsePlain(text) : parseMarkdown(text)).map(block => (
      <Part block={block} />
    ))}
  </div>
)
