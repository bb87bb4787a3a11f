import { hostOf, type Machine, sourceOf } from '../facts/index.ts'
import type { Whereabouts } from '../privacy/index.ts'
import type { Identify } from './identify.ts'
import { namesNobody, type Proof, vouchedFor } from './proof.ts'
import { keyHash, type Sighting } from './sighting.ts'
import { storableText, traitsFrom } from './traits.ts'

/** A browser of which another library's call tells. */
export type ToldOf = {
  workspaceId: string
  at: Date
  localId: string
  /** Whom the team's own server says this is; nothing where a page says so. */
  userId: string | undefined
  traits: unknown
  where: Whereabouts
  machine: Machine
  page: { url: string; title: string; referrer: string; campaignSource: string }
  /** Its visit is now, in a page, and not somewhere in a server's past. */
  isHere: boolean
}

/** The visitor's own row, and the people whose records changed with it. */
export type Recognise = (told: ToldOf) => Promise<{ visitor: string; moved: string[] }>

export const createRecognise =
  (identify: Identify): Recognise =>
  async told => {
    const { visitor, moved } = await identify(sightingOf(told), { entersVisit: told.isHere })
    return { visitor, moved }
  }

/** An id that may name somebody: trimmed, bounded, and none of those that a template leaves behind. */
export function nameOfSomebody(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const text = storableText(String(value)).trim()
  return text.length > 200 || namesNobody(text) ? undefined : text
}

function sightingOf({ workspaceId, at, localId, userId, traits, where, machine, page }: ToldOf): Sighting {
  const claims = traitsFrom(traits)
  const proof: Proof | null = userId === undefined ? null : vouchedFor(userId, claims, at)
  return {
    workspaceId,
    at,
    local: keyHash('local', localId),
    tokenVisitor: null,
    print: null,
    printHint: '',
    parted: false,
    proof,
    claims,
    sessionId: null,
    where,
    machine,
    source:
      page.url === '' && page.referrer === '' && page.campaignSource === ''
        ? ''
        : sourceOf({ campaignSource: page.campaignSource, referrer: page.referrer, host: hostOf(page.url) }),
    url: /^https?:\/\//i.test(page.url) ? page.url : null,
    title: page.title === '' ? null : page.title.slice(0, 512)
  }
}
