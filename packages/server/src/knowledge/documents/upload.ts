import type { Readable } from 'node:stream'
import { type DocumentKind, knowledgeLimits } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'
import { storableText } from '../../identity/index.ts'
import type { Source } from './give.ts'

const kindOfType: Readonly<Record<string, DocumentKind>> = {
  'application/pdf': 'pdf',
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'text/markdown': 'markdown',
  'text/x-markdown': 'markdown',
  'text/plain': 'text'
}
const kindOfName: Readonly<Record<string, DocumentKind>> = {
  pdf: 'pdf',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  md: 'markdown',
  markdown: 'markdown',
  txt: 'text',
  text: 'text'
}

/** A file as it is: its name says more than a browser's guess of its type, its first bytes more than either. */
export function uploaded(name: string, type: string, bytes: Buffer): Source {
  const essence = type.split(';')[0]?.trim().toLowerCase() ?? ''
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const kind = kindOfName[ending] ?? kindOfType[essence]
  if (kind === undefined)
    throw new AppError(
      'unsupported_media_type',
      'A document is a PDF, HTML, Markdown or plain text. Save it as one of these.'
    )
  if (bytes.length === 0) throw new AppError('invalid', 'The file is empty.')
  const isPdf = bytes.subarray(0, 1_024).includes('%PDF-')
  if (kind === 'pdf' && !isPdf)
    throw new AppError('invalid', 'The file is called a PDF and is none. Upload the PDF itself.', { field: 'name' })
  if (kind !== 'pdf' && (isPdf || isBinary(bytes)))
    throw new AppError('invalid', 'This is no text. Upload the text itself, or a PDF.', { field: 'name' })
  const title = storableText(name)
    .replace(/^.*[\\/]/, '')
    .replace(/\.[a-z]+$/i, '')
    .trim()
  // HTML, Markdown and PDF say themselves what they are called; a text does not.
  return {
    kind,
    type,
    bytes,
    title: kind === 'text' ? title.slice(0, 300) || null : null,
    url: null,
    name: title.slice(0, 300)
  }
}

/** Zero bytes stand in no text but UTF-16, which begins with its mark. */
const isBinary = (bytes: Buffer): boolean =>
  bytes.subarray(0, 8_000).includes(0) &&
  !(bytes[0] === 0xff && bytes[1] === 0xfe) &&
  !(bytes[0] === 0xfe && bytes[1] === 0xff)

/** Keeps no more than is allowed, whatever Content-Length said. */
export async function readBody(body: Readable | undefined): Promise<Buffer> {
  const most = knowledgeLimits.uploadBytes
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += (chunk as Buffer).length
    if (bytes > most) chunks.length = 0
    else chunks.push(chunk as Buffer)
    if (bytes > most * 2) break
  }
  if (bytes > most)
    throw new AppError('too_large', `A document may have at most ${most / 1024 / 1024} MB. Split it into smaller ones.`)
  return Buffer.concat(chunks)
}
