import type { Conversation } from '@foyer/protocol'
import { type Block, type Inline, parseMarkdown } from '@foyer/protocol/markdown'
import { plainText } from '../words/people.ts'

/** What was said last, in a line; an answer without the marks that a place for the whole of it would draw. */
export const snippetText = ({ snippet, snippetBy }: Pick<Conversation, 'snippet' | 'snippetBy'>): string | undefined =>
  snippet !== undefined && snippetBy === 'responder'
    ? parseMarkdown(plainText(snippet)).map(wordsOf).join(' ')
    : snippet && plainText(snippet)

function wordsOf(block: Block): string {
  if (block.is === 'code') return block.text
  return (block.is === 'list' ? block.items : block.lines).map(line => line.map(said).join('')).join(' ')
}

const said = (part: Inline): string =>
  part.is === 'text' || part.is === 'code' ? part.text : part.children.map(said).join('')
