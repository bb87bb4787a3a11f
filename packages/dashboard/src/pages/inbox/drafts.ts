import type { Attachment } from '@foyer/protocol'

/** `attachments` are uploaded and not sent; the server does not keep them with a draft, this browser does. */
export type Draft = { text: string; note: boolean; at: string; attachments?: Attachment[] }
export type Drafts = Readonly<Record<string, Draft>>

const mostDrafts = 100

/** Empty text is no draft. The oldest go when there are too many to keep in a browser's storage. */
export function putDraft(drafts: Drafts, conversation: string, draft: Draft): Drafts {
  const { [conversation]: _before, ...others } = drafts
  if (isEmpty(draft)) return others
  const kept = Object.entries(others)
    .sort(([, left], [, right]) => (left.at < right.at ? 1 : -1))
    .slice(0, mostDrafts - 1)
  return { [conversation]: draft, ...Object.fromEntries(kept) }
}

const isEmpty = ({ text, attachments = [] }: Draft) => text.trim() === '' && attachments.length === 0

/** What this browser kept and what the server kept of another: the later one is what they wrote last. */
export function laterDraft(here: Draft | undefined, there: Draft | undefined): Draft | undefined {
  if (!here || !there) return here ?? there
  return there.at > here.at ? there : here
}

/** Storage is anybody's to write to: what is no draft is left out. */
export function readDrafts(text: string | null): Drafts {
  if (text === null) return {}
  try {
    const raw: unknown = JSON.parse(text)
    if (typeof raw !== 'object' || raw === null) return {}
    return Object.fromEntries(Object.entries(raw).filter((entry): entry is [string, Draft] => isDraft(entry[1])))
  } catch {
    // Half-written or foreign text: no drafts are known here, the server still has its own.
    return {}
  }
}

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' &&
  value !== null &&
  'text' in value &&
  typeof value.text === 'string' &&
  'note' in value &&
  typeof value.note === 'boolean' &&
  'at' in value &&
  typeof value.at === 'string' &&
  (!('attachments' in value) || Array.isArray(value.attachments))
