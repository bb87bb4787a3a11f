import type { Message } from '@foyer/protocol'
import { plainText, webAddress } from '../words/people.ts'

export type QuotedSource = { key: string; title: string; href: string | undefined }

/** The pages an answer quotes, as the visitor sees them. */
export function sourcesOf({ sources = [] }: Pick<Message, 'sources'>): QuotedSource[] {
  return sources.flatMap(({ title, url }, index) => {
    const href = webAddress(url)
    const name = title.trim() === '' ? href : plainText(title)
    return name === undefined ? [] : [{ key: `${index} ${name}`, title: name, href }]
  })
}
