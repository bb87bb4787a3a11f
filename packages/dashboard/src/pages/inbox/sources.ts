import type { Message } from '@foyer/protocol'
import { plainText, webAddress } from '../../words/people.ts'

export type AnswerSource = { key: string; title: string; href?: string; quote?: string }

/** The passages a responder's answer rests on, as it told them: each with a title, and a link where it has one. */
export function sourcesOf({ detail }: Pick<Message, 'detail'>): AnswerSource[] {
  const told = detail?.sources
  if (!Array.isArray(told)) return []
  return told.flatMap((source: unknown, index) => {
    if (typeof source !== 'object' || source === null) return []
    const { title, url, quote } = source as Record<string, unknown>
    const href = webAddress(url)
    const name = typeof title === 'string' && title.trim() !== '' ? plainText(title) : href
    if (name === undefined) return []
    return [
      { key: `${index} ${name}`, title: name, href, quote: typeof quote === 'string' ? plainText(quote) : undefined }
    ]
  })
}
