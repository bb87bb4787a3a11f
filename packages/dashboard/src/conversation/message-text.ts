import { plainText, webAddress } from '../words/people.ts'

export type TextPiece = { text: string; href?: string; isMention?: boolean; at: number }

const address = /\bhttps?:\/\/[^\s<>"'`]+/giu

/** Text with its web addresses as links. Only what `webAddress` allows is one; everything else stays the text it is. */
export function textPieces(text: string, names: readonly string[] = []): TextPiece[] {
  const plain = plainText(text)
  const pieces: TextPiece[] = []
  let at = 0
  for (const match of plain.matchAll(address)) {
    const told = withoutTail(match[0])
    const href = webAddress(told)
    if (href === undefined) continue
    if (match.index > at) pieces.push(...mentionsIn(plain.slice(at, match.index), at, names))
    pieces.push({ text: told, href, at: match.index })
    at = match.index + told.length
  }
  if (at < plain.length) pieces.push(...mentionsIn(plain.slice(at), at, names))
  return pieces
}

/** A full stop or a bracket after an address ends the sentence, not the address. */
function withoutTail(found: string): string {
  let told = found.replace(/[.,;:!?…]+$/u, '')
  while (told.endsWith(')') && count(told, ')') > count(told, '(')) told = told.slice(0, -1)
  return told
}

const count = (text: string, letter: string) => text.split(letter).length - 1

function mentionsIn(text: string, from: number, names: readonly string[]): TextPiece[] {
  const known = names.filter(name => text.includes(`@${name}`)).sort((left, right) => right.length - left.length)
  if (known.length === 0) return [{ text, at: from }]
  const pattern = new RegExp(`@(?:${known.map(literally).join('|')})`, 'g')
  const pieces: TextPiece[] = []
  let at = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), at: from + at })
    pieces.push({ text: match[0], isMention: true, at: from + match.index })
    at = match.index + match[0].length
  }
  if (at < text.length) pieces.push({ text: text.slice(at), at: from + at })
  return pieces
}

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&')
