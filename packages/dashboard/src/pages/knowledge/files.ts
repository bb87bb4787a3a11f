import { knowledgeLimits } from '@foyer/protocol/plain'
import { bytesText } from '../../words/numbers.ts'

const types: Record<string, string> = {
  txt: 'text/plain',
  text: 'text/plain',
  md: 'text/markdown',
  markdown: 'text/markdown',
  html: 'text/html',
  htm: 'text/html',
  pdf: 'application/pdf'
}

export const acceptedDocuments = Object.keys(types)
  .map(ending => `.${ending}`)
  .join(',')

/** By its name first: browsers know few of these, and each knows others. */
export const typeOfDocument = ({ name, type }: { name: string; type: string }): string | undefined =>
  types[name.toLowerCase().split('.').at(-1) ?? ''] ?? (Object.values(types).includes(type) ? type : undefined)

/** Why it is not even sent, in a sentence. */
export function refusalOfDocument(file: { name: string; type: string; size: number }): string | undefined {
  if (typeOfDocument(file) === undefined)
    return 'Only text, Markdown, HTML and PDF can be read. Save it as one of these.'
  if (file.size === 0) return 'It is empty.'
  if (file.size > knowledgeLimits.uploadBytes)
    return `It is ${bytesText(file.size)}; up to ${bytesText(knowledgeLimits.uploadBytes)} can be read. Split it.`
  return undefined
}

/** What pasted text is, by its looks; the form lets one say otherwise. */
export function kindOfPasted(text: string): 'markdown' | 'html' | 'text' {
  if (/<(html|body|p|div|h[1-6]|ul|ol|table|article|main)[\s>]/i.test(text)) return 'html'
  return /^(#{1,6} |[-*] |\d+\. |> |```)|\[[^\]]+\]\([^)]+\)|\*\*[^*]+\*\*/m.test(text) ? 'markdown' : 'text'
}
