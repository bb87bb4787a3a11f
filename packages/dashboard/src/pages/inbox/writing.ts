export type Trigger = { kind: 'canned' | 'mention'; word: string; from: number; to: number }

/**
 * What the caret stands in: "/wor" at the beginning of a line or after a space asks for a canned reply, "@an" in a note for
 * a colleague. An address like https://… is neither.
 */
export function triggerAt(text: string, caret: number, isNote: boolean): Trigger | undefined {
  const before = text.slice(0, caret)
  const canned = /(?:^|\s)\/([\p{L}\p{N}_-]{0,50})$/u.exec(before)
  if (canned) {
    const word = canned[1] ?? ''
    return { kind: 'canned', word, from: caret - word.length - 1, to: caret }
  }
  if (!isNote) return undefined
  const mention = /(?:^|[\s(])@([\p{L}\p{N}][\p{L}\p{N} '._-]{0,40}|)$/u.exec(before)
  if (!mention) return undefined
  const word = mention[1] ?? ''
  return { kind: 'mention', word, from: caret - word.length - 1, to: caret }
}

export function complete(text: string, trigger: Trigger, insert: string): { text: string; caret: number } {
  const before = text.slice(0, trigger.from)
  const after = text.slice(trigger.to)
  const space = after === '' || /^\s/.test(after) ? '' : ' '
  return { text: before + insert + space + after, caret: before.length + insert.length }
}

type Canned = { shortcut: string; text: string }

/** Those whose shortcut begins so come first, then those that have the word anywhere. */
export function cannedFor<Reply extends Canned>(replies: readonly Reply[], word: string): Reply[] {
  const sought = word.toLowerCase()
  const begins = (reply: Reply) => reply.shortcut.toLowerCase().startsWith(sought)
  const contains = (reply: Reply) => `${reply.shortcut} ${reply.text}`.toLowerCase().includes(sought)
  return [...replies.filter(begins), ...replies.filter(reply => !begins(reply) && contains(reply))]
}

type Named = { id: string; name: string }

/** Any word of the name may begin so. */
export function colleaguesFor<Member extends Named>(members: readonly Member[], word: string): Member[] {
  const sought = word.toLowerCase()
  return members.filter(({ name }) => {
    const lower = name.toLowerCase()
    return lower.startsWith(sought) || lower.split(/\s+/).some(part => part.startsWith(sought))
  })
}

/** Whose names stand in the text after an @, the longest first, so that "@Ana Maria" does not also mean Ana. */
export function mentionedIn(text: string, members: readonly Named[]): string[] {
  let rest = text
  const ids: string[] = []
  for (const { id, name } of [...members].sort((left, right) => right.name.length - left.name.length)) {
    const wanted = `@${name}`
    if (name === '' || !rest.includes(wanted)) continue
    ids.push(id)
    rest = rest.replaceAll(wanted, ' ')
  }
  return ids
}
