import { type Block, type Read, tidy } from './blocks.ts'

const fence = /^ {0,3}(```+|~~~+)/
const heading = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/
const underline = /^ {0,3}(=+|-+)[ \t]*$/
const rule = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/
/** Begins a line of its own inside a paragraph: a list's point, a table's row. */
const ownLine = /^(?:- |\d{1,9}[.)] )| \| /
const hardBreak = /(?: {2}|\\)$/
const withoutSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}。、]/u
const tableRule = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/

/** Line by line, so that nothing in a document can make it slow; what is left is the text a reader sees. */
export function readMarkdown(source: string): Read {
  const lines = source.replaceAll('\r\n', '\n').split('\n')
  const blocks: Block[] = []
  let open: Line[] = []
  let closing: string | null = null
  let title: string | null = null

  const close = () => {
    const text = tidy(joined(open))
    if (text !== '') blocks.push({ kind: 'text', text })
    open = []
  }
  const head = (level: number, written: string) => {
    close()
    const text = inline(written)
    if (text === '') return
    if (level === 1) title ??= text
    blocks.push({ kind: 'heading', level, text })
  }

  const body = frontMatter(lines)
  if (body.title) title = body.title
  for (const line of lines.slice(body.from)) {
    const fenced = fence.exec(line)?.[1]
    if (closing !== null) {
      if (fenced?.startsWith(closing)) closing = null
      else open.push({ text: line, isBroken: true })
      continue
    }
    if (fenced) {
      closing = fenced
      continue
    }
    const [, marks, text] = heading.exec(line) ?? []
    const isUnderline = open.length === 1 && underline.test(line)
    if (marks && text !== undefined) head(marks.length, text)
    else if (isUnderline) {
      const [above] = open
      open = []
      head(line.trim().startsWith('=') ? 1 : 2, above?.text ?? '')
    } else if (line.trim() === '' || rule.test(line)) close()
    else if (!(line.includes('-') && line.includes('|') && tableRule.test(line)))
      open.push({ text: inline(line.replace(/\\$/, '')), isBroken: hardBreak.test(line) })
  }
  close()
  return { title, blocks }
}

type Line = { text: string; isBroken: boolean }

/** Where a line only ended because an editor's window did, the sentence goes on: a reader sees a space there. */
const joined = (lines: readonly Line[]): string =>
  lines
    .map((line, index) => {
      const above = lines[index - 1]
      if (above === undefined) return line.text
      const isOwn = above.isBroken || above.text.includes(' | ') || ownLine.test(line.text.trimStart())
      if (isOwn) return `\n${line.text}`
      return `${withoutSpaces.test(above.text.trimEnd().slice(-1)) ? '' : ' '}${line.text.trim()}`
    })
    .join('')

/** What stands between two `---` before everything else is about the document, not of it. */
function frontMatter(lines: string[]): { from: number; title: string | null } {
  if (lines[0]?.trim() !== '---') return { from: 0, title: null }
  const end = lines.indexOf('---', 1)
  if (end === -1 || end > 50) return { from: 0, title: null }
  const said = lines.slice(1, end).find(line => /^title:/i.test(line))
  return { from: end + 1, title: said?.replace(/^title:\s*/i, '').replace(/^(['"])(.*)\1$/, '$2') || null }
}

function inline(line: string): string {
  const text = line
    .replace(/^[ \t]*(?:>[ \t]?)+/, '')
    .replace(/^([ \t]*)[*+-][ \t]+(?:\[[ xX]\][ \t]+)?/, '- ')
    .replace(/!\[([^\]\n]{0,500})\]\([^()\n]{0,2000}\)/g, '$1')
    .replace(/\[([^\]\n]{1,500})\]\([^()\n]{0,2000}\)/g, '$1')
    .replace(/\[([^\]\n]{1,500})\]\[[^\]\n]{0,200}\]/g, '$1')
    .replace(/<(https?:\/\/[^>\s]{1,2000})>/g, '$1')
    .replace(/<\/?[a-zA-Z][^<>]{0,2000}>/g, '')
    .replace(/(\*\*|__)(?=\S)([^*_\n]{1,1000}?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}])([*_])(?=\S)([^*_\n]{1,1000}?)(?<=\S)\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(/`{1,2}([^`\n]{1,1000})`{1,2}/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+.!|>~-])/g, '$1')
  return text.includes('|') && /^\s*\|/.test(text)
    ? text
        .split('|')
        .map(cell => cell.trim())
        .filter(cell => cell !== '')
        .join(' | ')
    : text
}
