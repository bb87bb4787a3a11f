import type { DocumentKind } from '@foyer/protocol'
import { languageOf } from '../language.ts'
import type { Read } from './blocks.ts'
import { readHtml } from './html.ts'
import { readMarkdown } from './markdown.ts'
import { readPlain } from './plain.ts'
import { type Piece, split } from './split.ts'
import { UnreadableError } from './unreadable.ts'

export type ReadDocument = {
  title: string | null
  /** Two letters, where its own words say so. */
  language: string | undefined
  chars: number
  pieces: Piece[]
  /** Of a page: where its links lead. */
  links: string[]
}

const mostChars = 4_000_000

/** From bytes to passages. Runs apart from the server, in `worker.ts`: what is in a document must not stop anything else. */
export async function readDocument(kind: DocumentKind, type: string, bytes: Uint8Array): Promise<ReadDocument> {
  const { title, blocks, links = [] } = await readAs(kind, type, bytes)
  const pieces = split(blocks)
  if (pieces.length === 0) throw new UnreadableError('There is no text in it to answer from.')
  const text = pieces.map(piece => piece.text)
  return {
    title,
    language: languageOf(text.join('\n').slice(0, 20_000)),
    chars: text.reduce((sum, part) => sum + part.length, 0),
    pieces,
    links
  }
}

async function readAs(kind: DocumentKind, type: string, bytes: Uint8Array): Promise<Read & { links?: string[] }> {
  if (kind === 'pdf') {
    const { readPdf } = await import('./pdf.ts')
    return readPdf(bytes)
  }
  const text = decode(type, bytes, kind).slice(0, mostChars)
  if (kind === 'html') return readHtml(text)
  return kind === 'markdown' ? readMarkdown(text) : readPlain(text)
}

/** By what it says of itself: the mark before it, its type, its own head; else UTF-8, else what the old web was written in. */
function decode(type: string, bytes: Uint8Array, kind: DocumentKind): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 2_048))
  const said =
    /charset\s*=\s*["']?([\w-]+)/i.exec(type)?.[1] ??
    (kind === 'html' ? /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]+)/i.exec(start)?.[1] : undefined)
  for (const charset of said ? [said, 'utf-8'] : ['utf-8']) {
    try {
      return new TextDecoder(charset, { fatal: true }).decode(bytes)
    } catch (fault) {
      if (!(fault instanceof TypeError || fault instanceof RangeError)) throw fault
    }
  }
  return new TextDecoder('windows-1252').decode(bytes)
}
