import { getDocumentProxy } from 'unpdf'
import { type Block, type Read, tidy } from './blocks.ts'
import { UnreadableError } from './unreadable.ts'

const mostPages = 2_000
const mostChars = 4_000_000

/** Page by page. A page number is the one heading that every PDF has, and what a reader of it looks up. */
export async function readPdf(bytes: Uint8Array): Promise<Read> {
  const pdf = await open(bytes)
  const blocks: Block[] = []
  let chars = 0
  for (let number = 1; number <= Math.min(pdf.numPages, mostPages) && chars < mostChars; number += 1) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent()
    const text = tidy(items.map(item => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join(''))
    page.cleanup()
    if (text === '') continue
    chars += text.length
    if (pdf.numPages > 1) blocks.push({ kind: 'heading', level: 1, text: `Page ${number}` })
    // A line ends where the paper did; a sentence goes on.
    for (const part of text.split(/\n{2,}/)) blocks.push({ kind: 'text', text: joinLines(part) })
  }
  if (chars === 0)
    throw new UnreadableError('This PDF holds pictures of pages, not text. Upload one whose text can be selected.')
  return { title: await titleOf(pdf), blocks }
}

async function open(bytes: Uint8Array) {
  try {
    return await getDocumentProxy(bytes, { verbosity: 0, stopAtErrors: false })
  } catch (fault) {
    const name = fault instanceof Error ? fault.name : ''
    if (name === 'PasswordException')
      throw new UnreadableError('This PDF is locked with a password. Upload one that opens without.')
    throw new UnreadableError('This is not a whole PDF. Save it again, or upload its text.')
  }
}

async function titleOf(pdf: Awaited<ReturnType<typeof getDocumentProxy>>): Promise<string | null> {
  const { info } = await pdf.getMetadata().catch(() => ({ info: {} }))
  const title = (info as { Title?: unknown }).Title
  return typeof title === 'string' && tidy(title) !== '' ? tidy(title) : null
}

const joinLines = (text: string): string =>
  text.replace(/(\p{L})-\n(?=\p{Ll})/gu, '$1').replace(/([^.:!?\n])\n(?=\S)/g, '$1 ')
