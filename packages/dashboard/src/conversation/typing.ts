import type { ConversationFrame } from '@foyer/protocol'

type TypingFrame = Extract<ConversationFrame, { type: 'typing' }>
export type Typist = { key: string; kind: TypingFrame['by']['kind']; name?: string; isNote: boolean; until: number }

/** The wire's word: without another sign it is over after this long. */
export const typingLastsMs = 10_000
/** Told again this often while somebody writes on. */
export const tellTypingEveryMs = 4_000

export function hearTyping(typists: readonly Typist[], frame: TypingFrame, now: number): Typist[] {
  const key = `${frame.by.kind} ${frame.by.id ?? ''}`
  const others = typists.filter(typist => typist.key !== key && typist.until > now)
  if (!frame.isTyping) return others
  return [
    ...others,
    { key, kind: frame.by.kind, name: frame.by.name, isNote: frame.note === true, until: now + typingLastsMs }
  ]
}

/** Whoever's message has come is no longer writing it. */
export const stopTyping = (typists: readonly Typist[], by: { kind: string; id?: string }): Typist[] =>
  typists.filter(typist => typist.key !== `${by.kind} ${by.id ?? ''}`)

export const stillTyping = (typists: readonly Typist[], now: number): Typist[] =>
  typists.some(typist => typist.until <= now) ? typists.filter(typist => typist.until > now) : (typists as Typist[])

/** "Ana is replying", "Ana and Ben are replying": said before two people answer the same question. */
export function collisionText(typists: readonly Typist[], me: string): string | undefined {
  const colleagues = typists.filter(typist => typist.kind === 'member' && typist.key !== `member ${me}`)
  const replying = colleagues.filter(typist => !typist.isNote)
  const shown = replying.length > 0 ? replying : colleagues
  if (shown.length === 0) return undefined
  const names = shown.map(typist => typist.name ?? 'A colleague')
  const who = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  const verb = names.length === 1 ? 'is' : 'are'
  return `${who} ${verb} ${replying.length > 0 ? 'replying' : 'writing a note'}`
}

/** The agent that answers by itself is looking for an answer: what it is called. */
export const thinkingName = (typists: readonly Typist[]): string | undefined => {
  const thinking = typists.find(typist => typist.kind === 'responder')
  return thinking && (thinking.name ?? 'The agent')
}

export const visitorIsTyping = (typists: readonly Typist[]): boolean =>
  typists.some(typist => typist.kind === 'visitor')
