import { type Block, type Read, tidy } from './blocks.ts'
import { eachTag } from './html-tags.ts'

/** Not what the page says, but how it works and where else one could go. */
const left = new Set(
  'script style nav header footer aside noscript template svg math iframe object embed form button select textarea dialog canvas audio video menu'.split(
    ' '
  )
)
const empty = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))
const breaking = new Set(
  'p div section article main li ul ol dl dt dd table thead tbody tfoot tr blockquote pre figure figcaption address details summary fieldset body h1 h2 h3 h4 h5 h6'.split(
    ' '
  )
)
const leftRoles = new Set(['navigation', 'banner', 'contentinfo', 'search', 'dialog', 'complementary'])
/** A page whose main part is shorter than this has its text elsewhere. */
const leastMain = 200
const mostChars = 4_000_000
const mostLinks = 5_000

/**
 * Without a tree: a page nested a million deep costs a counter, and an entity that a page defines for itself is letters like any
 * others.
 */
export function readHtml(source: string): Read & { links: string[] } {
  const blocks: (Block & { main: boolean })[] = []
  const links: string[] = []
  let text = ''
  let title = ''
  let chars = 0
  let heading: number | null = null
  // Depths, counted while they are above zero.
  let skipped = 0
  let skipping: string | null = null
  let main = 0
  let isTitle = false

  /** Whether there was something to close. */
  const close = (): boolean => {
    const tidied = tidy(text)
    text = ''
    if (tidied === '' || tidied === '-') return false
    const block: Block =
      heading === null
        ? { kind: 'text', text: tidied }
        : { kind: 'heading', level: heading, text: tidied.replaceAll('\n', ' ') }
    blocks.push({ ...block, main: main > 0 })
    return true
  }

  eachTag(source, {
    opened(name, attributes) {
      if (name === 'a' && attributes.href && links.length < mostLinks) links.push(attributes.href)
      if (skipping !== null) {
        if (name === skipping) skipped += 1
        return
      }
      if (isLeft(name, attributes)) {
        // What has no end of its own leaves out nothing but itself.
        if (empty.has(name)) return
        close()
        skipping = name
        skipped = 1
        return
      }
      if (name === 'title') isTitle = true
      if (breaking.has(name)) {
        // A heading that was never closed ends where the next part begins.
        if (close()) heading = null
        if (name === 'main' || name === 'article') main += 1
      }
      if (/^h[1-6]$/.test(name)) heading = Number(name[1])
      if (name === 'li') text += '- '
      if (name === 'br') text += '\n'
      if ((name === 'td' || name === 'th') && text.trim() !== '') text += ' | '
    },
    closed(name) {
      if (skipping !== null) {
        if (name === skipping) skipped -= 1
        if (skipped <= 0) skipping = null
        return
      }
      if (name === 'title') isTitle = false
      if (!breaking.has(name)) return
      if (close() || /^h[1-6]$/.test(name)) heading = null
      if (name === 'main' || name === 'article') main = Math.max(0, main - 1)
    },
    text(part) {
      if (isTitle && title.length < 500) title += part
      if (skipping !== null || isTitle || chars > mostChars) return
      chars += part.length
      // A line break in the source is a space to its reader.
      text += part.replace(/\s+/g, ' ')
    }
  })
  close()

  const inMain = blocks.filter(block => block.main)
  const kept = inMain.reduce((sum, block) => sum + block.text.length, 0) >= leastMain ? inMain : blocks
  const own = tidy(title).replaceAll('\n', ' ')
  const firstHeading = kept.find(block => block.kind === 'heading' && block.level === 1)?.text
  return { title: firstHeading ?? (own || null), blocks: joinItems(kept), links }
}

function isLeft(name: string, attributes: Record<string, string>): boolean {
  if (left.has(name)) return true
  if ('hidden' in attributes || attributes['aria-hidden'] === 'true') return true
  if (/display\s*:\s*none/i.test(attributes.style ?? '')) return true
  return leftRoles.has(attributes.role ?? '')
}

const isItem = (line: string) => line.startsWith('- ')
const isRow = (line: string) => / \| /.test(line)

/** The items of a list belong together, and so do the rows of a table. */
function joinItems(blocks: (Block & { main?: boolean })[]): Block[] {
  const joined: Block[] = []
  let before = ''
  for (const block of blocks) {
    const { kind, text } = block
    const last = joined.at(-1)
    const goesOn = (isItem(text) && isItem(before)) || (isRow(text) && isRow(before) && !isItem(before))
    if (kind === 'text' && last?.kind === 'text' && goesOn) last.text += `\n${text}`
    else joined.push(kind === 'heading' ? { kind, level: block.level, text } : { kind, text })
    before = kind === 'text' ? text : ''
  }
  return joined
}
