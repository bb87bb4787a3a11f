import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2'

export type Tags = {
  opened(name: string, attributes: Record<string, string>): void
  closed(name: string): void
  text(part: string): void
}

/** Of a tag, an attacker may write as many as they like. */
const mostAttributes = 100

/**
 * One tag after the other, with no memory of those that are open. The library's `Parser` keeps a list of them and moves all of it at each
 * tag: half a million open `<div>` took it six minutes, and take this a fifth of a second.
 */
export function eachTag(source: string, tags: Tags): void {
  let name = ''
  let attributes: Record<string, string> = {}
  let count = 0
  let attribute = ''
  let value = ''
  const opened = () => tags.opened(name, attributes)
  const callbacks: TokenizerCallbacks = {
    onopentagname(start, end) {
      name = source.slice(start, end).toLowerCase()
      attributes = Object.create(null) as Record<string, string>
      count = 0
    },
    onattribname(start, end) {
      attribute = source.slice(start, end).toLowerCase()
      value = ''
    },
    onattribdata(start, end) {
      value += source.slice(start, end)
    },
    onattribentity(codepoint) {
      value += String.fromCodePoint(codepoint)
    },
    onattribend() {
      count += 1
      if (count <= mostAttributes && !(attribute in attributes)) attributes[attribute] = value
    },
    onopentagend: opened,
    onselfclosingtag: opened,
    onclosetag: (start, end) => tags.closed(source.slice(start, end).trim().toLowerCase()),
    ontext: (start, end) => tags.text(source.slice(start, end)),
    ontextentity: codepoint => tags.text(String.fromCodePoint(codepoint)),
    oncdata: (start, end, offset) => tags.text(source.slice(start, end - offset)),
    oncomment: () => undefined,
    ondeclaration: () => undefined,
    onprocessinginstruction: () => undefined,
    onend: () => undefined
  }
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, callbacks)
  tokenizer.write(source)
  tokenizer.end()
}
