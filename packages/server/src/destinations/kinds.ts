import { ga4 } from './ga4/index.ts'
import { hubspot } from './hubspot/index.ts'
import type { Kind } from './kind.ts'
import { klaviyo } from './klaviyo/index.ts'
import { liveperson } from './liveperson/index.ts'
import { meta } from './meta/index.ts'
import { s3 } from './s3/index.ts'
import { segment } from './segment/index.ts'
import { slack } from './slack/index.ts'
import { webhook } from './webhook/index.ts'

/** All destinations there are, in the order the catalog shows them. */
export const kinds: readonly Kind[] = [liveperson, ga4, meta, segment, klaviyo, hubspot, slack, s3, webhook]

export const kindOf = (type: string): Kind | undefined => kinds.find(kind => kind.type === type)
