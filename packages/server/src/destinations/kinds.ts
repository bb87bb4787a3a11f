import type { Kind } from './kind.ts'
import { webhook } from './webhook/index.ts'

/** All destinations there are, in the order the catalog shows them. */
export const kinds: readonly Kind[] = [webhook]

export const kindOf = (type: string): Kind | undefined => kinds.find(kind => kind.type === type)
