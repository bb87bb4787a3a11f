import { existsSync, readFileSync } from 'node:fs'
import { kinds } from './kinds.ts'
import { pageOf } from './page.ts'

const docs = new URL('../../../../docs/destinations/', import.meta.url)

/** A page for each destination that has something written beside it. */
export const pages = (): { type: string; path: URL; text: string }[] =>
  kinds.flatMap(kind => {
    const about = new URL(`./${kind.type}/about.md`, import.meta.url)
    if (!existsSync(about)) return []
    return [
      { type: kind.type, path: new URL(`${kind.type}.md`, docs), text: pageOf(kind, readFileSync(about, 'utf8')) }
    ]
  })
