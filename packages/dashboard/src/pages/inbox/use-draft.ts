import type { Attachment } from '@foyer/protocol'
import { useEffect, useEffectEvent, useState } from 'react'
import { type Draft, type Drafts, laterDraft, putDraft, readDrafts } from './drafts.ts'
import { saveDraft } from './inbox-data.ts'

const saveAfterMs = 1_200
const listeners = new Set<() => void>()
const known = new Map<string, Drafts>()

const storageKey = (me: string) => `foyer.drafts.${me}`

export function draftsOf(me: string): Drafts {
  let drafts = known.get(me)
  if (!drafts) {
    drafts = readDrafts(stored(me))
    known.set(me, drafts)
  }
  return drafts
}

export const onDrafts = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function stored(me: string): string | null {
  try {
    return localStorage.getItem(storageKey(me))
  } catch {
    // Storage is blocked: drafts hold until the page is left, and on the server.
    return null
  }
}

function keep(me: string, conversation: string, draft: Draft): void {
  const next = putDraft(draftsOf(me), conversation, draft)
  known.set(me, next)
  try {
    localStorage.setItem(storageKey(me), JSON.stringify(next))
  } catch {
    // Full or blocked: as above.
  }
  for (const tell of [...listeners]) tell()
}

const nothing: Draft = { text: '', note: false, at: '' }

/** What is being written here: kept with every letter in this browser, and on the server when the hand rests. */
export function useDraft(me: string, conversation: string, there: Draft | undefined) {
  const [draft, setDraft] = useState<Draft>(() => laterDraft(draftsOf(me)[conversation], there) ?? nothing)
  const [unsaved, setUnsaved] = useState<Draft | null>(null)

  function write(change: { text?: string; note?: boolean; attachments?: Attachment[] }): void {
    const next = { ...draft, ...change, at: new Date().toISOString() }
    setDraft(next)
    setUnsaved(next)
    keep(me, conversation, next)
  }

  const save = useEffectEvent((written: Draft) => {
    setUnsaved(current => (current === written ? null : current))
    // This browser has it in any case; the next letter tries again.
    saveDraft(conversation, { text: written.text, note: written.note }).catch(() => undefined)
  })
  useEffect(() => {
    if (!unsaved) return
    const timer = setTimeout(save, saveAfterMs, unsaved)
    return () => clearTimeout(timer)
  }, [unsaved])
  const flush = useEffectEvent(() => {
    if (unsaved) save(unsaved)
  })
  useEffect(() => () => flush(), [])

  return { draft, write }
}
