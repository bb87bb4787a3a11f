import type { Block } from './blocks.ts'

export type Piece = { headings: string[]; text: string }

/** A passage says one thing: long enough to be understood alone, short enough that a match means all of it. */
const fitWords = 200
const mostWords = 250
const fewWords = 40
const mostPieces = 5_000
const headingChars = 200

type Section = { headings: string[]; parts: string[] }

/** Under its headings, by paragraphs; a paragraph that is too long by sentences, a sentence that is too long by words. */
export function split(blocks: Block[]): Piece[] {
  return sections(blocks)
    .flatMap(({ headings, parts }) => gather(parts).map(text => ({ headings, text })))
    .slice(0, mostPieces)
}

function sections(blocks: Block[]): Section[] {
  const found: Section[] = []
  let path: { level: number; text: string }[] = []
  let current: Section = { headings: [], parts: [] }
  const close = () => {
    if (current.parts.length > 0) found.push(current)
  }
  for (const block of blocks) {
    if (block.kind === 'text') {
      current.parts.push(block.text)
      continue
    }
    close()
    path = [
      ...path.filter(above => above.level < block.level),
      { level: block.level, text: block.text.slice(0, headingChars) }
    ]
    current = { headings: path.map(above => above.text), parts: [] }
  }
  close()
  return found
}

function gather(parts: string[]): string[] {
  const texts: string[] = []
  let open = ''
  for (const part of parts.flatMap(shorten)) {
    if (open !== '' && countWords(open) + countWords(part) > fitWords) {
      texts.push(open)
      open = ''
    }
    open = open === '' ? part : `${open}\n\n${part}`
  }
  if (open === '') return texts
  const last = texts.at(-1)
  // A tail of a sentence or two is nothing by itself.
  if (last !== undefined && countWords(open) < fewWords && countWords(last) + countWords(open) <= mostWords)
    return [...texts.slice(0, -1), `${last}\n\n${open}`]
  return [...texts, open]
}

function shorten(part: string): string[] {
  if (countWords(part) <= mostWords) return [part]
  const pieces: string[] = []
  let open = ''
  for (const sentence of sentencesOf(part).flatMap(cutAtWords)) {
    if (open !== '' && countWords(open) + countWords(sentence) > fitWords) {
      pieces.push(open)
      open = ''
    }
    open = open === '' ? sentence : `${open} ${sentence}`
  }
  return open === '' ? pieces : [...pieces, open]
}

function cutAtWords(sentence: string): string[] {
  if (countWords(sentence) <= mostWords) return [sentence]
  const pieces: string[] = []
  const letters = 1_000
  const words = sentence.split(/\s+/).flatMap(word => word.match(new RegExp(`.{1,${letters}}`, 'gsu')) ?? [])
  for (let from = 0; from < words.length; ) {
    let to = from
    let size = 0
    while (to < words.length && size < fitWords) {
      size += countWords(words[to] ?? '')
      to += 1
    }
    pieces.push(words.slice(from, to).join(' '))
    from = to
  }
  return pieces
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' })

/** A line of its own (an item of a list, a row of a table) is a sentence too. */
export const sentencesOf = (text: string): string[] =>
  text.split('\n').flatMap(line =>
    [...segmenter.segment(line)]
      .map(({ segment }) => segment.trim())
      .filter(segment => segment !== '')
      .reduce<string[]>((whole, segment) => {
        // "e.g. Tuesday" and "No. 5" are not where a sentence ends.
        const before = whole.at(-1)
        if (before !== undefined && /(?:^|\s)(?:e\.g|i\.e|no|nr|z\.b|bzw|ca|approx|art|p\.ex|etc)\.$/i.test(before))
          whole[whole.length - 1] = `${before} ${segment}`
        else whole.push(segment)
        return whole
      }, [])
  )

/** Where words stand without spaces, two letters count as one. */
export function countWords(text: string): number {
  const packed = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0
  const spaced = text.split(/\s+/).filter(word => word !== '').length
  return packed > spaced ? Math.ceil(packed / 2) : spaced
}
