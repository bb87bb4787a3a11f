import { describe, expect, test } from 'vitest'
import { readHtml } from './html.ts'
import { readMarkdown } from './markdown.ts'
import { readPlain } from './plain.ts'
import { countWords, sentencesOf, split } from './split.ts'

const words = (count: number, word = 'word') => Array.from({ length: count }, (_, at) => `${word}${at}`).join(' ')

describe('splitting into passages', () => {
  test('a passage keeps the headings above it, the outermost first', () => {
    const pieces = split(
      readMarkdown('# Help\n\nHello.\n\n## Delivery\n\nThree days.\n\n### Abroad\n\nTen days.\n\n## Returns\n\nThirty.')
        .blocks
    )
    expect(pieces).toEqual([
      { headings: ['Help'], text: 'Hello.' },
      { headings: ['Help', 'Delivery'], text: 'Three days.' },
      { headings: ['Help', 'Delivery', 'Abroad'], text: 'Ten days.' },
      { headings: ['Help', 'Returns'], text: 'Thirty.' }
    ])
  })

  test('a line that an editor broke goes on; points, rows, code and breaks that were meant stay', () => {
    const text = (markdown: string) => readMarkdown(markdown).blocks.map(block => block.text)
    expect(text('Norway takes\nfive working\ndays.\n\nSweden too.')).toEqual([
      'Norway takes five working days.',
      'Sweden too.'
    ])
    expect(text('Bring:\n- a pot that\n  holds water\n* seeds\n1. sow\n2. wait')).toEqual([
      'Bring:\n- a pot that holds water\n- seeds\n1. sow\n2. wait'
    ])
    expect(text('Nine Row Street  \nOld Town\\\nNorway')).toEqual(['Nine Row Street\nOld Town\nNorway'])
    expect(text('| Size | Price |\n|---|---|\n| S | 3 |\n| L | 5 |')).toEqual(['Size | Price\nS | 3\nL | 5'])
    expect(text('```\nnpm start\nnpm test\n```')).toEqual(['npm start\nnpm test'])
    expect(text('配送は五日\nです。\nまた明日')).toEqual(['配送は五日です。また明日'])
  })

  test('paragraphs go together up to about two hundred words, and a short tail stays with what it belongs to', () => {
    const pieces = split(readPlain([words(90), words(90), words(90), words(20)].join('\n\n')).blocks)
    expect(pieces.map(piece => countWords(piece.text))).toEqual([180, 110])
    const tail = split(readPlain([words(190), words(20)].join('\n\n')).blocks)
    expect(tail.map(piece => countWords(piece.text))).toEqual([210])
  })

  test('a paragraph that never ends is cut at sentences, and a sentence that never ends at words', () => {
    const sentences = Array.from({ length: 60 }, (_, at) => `Sentence ${at} says ${words(8)}.`).join(' ')
    for (const piece of split(readPlain(sentences).blocks)) {
      expect(countWords(piece.text)).toBeLessThanOrEqual(250)
      expect(piece.text).toMatch(/^Sentence .*\.$/s)
    }
    const endless = split(readPlain(words(2_000)).blocks)
    expect(endless.map(piece => countWords(piece.text)).every(count => count <= 250)).toBe(true)
    expect(endless.flatMap(piece => piece.text.split(' '))).toHaveLength(2_000)
    const oneWord = split(readPlain('x'.repeat(1_000_000)).blocks)
    expect(oneWord.map(piece => piece.text.replaceAll(' ', '')).join('')).toHaveLength(1_000_000)
  })

  test('what is written without spaces is cut as well', () => {
    const pieces = split(readPlain('配送には三日から五日かかります。'.repeat(100)).blocks)
    expect(pieces.length).toBeGreaterThan(2)
  })

  test('a sentence does not end in an abbreviation', () => {
    expect(sentencesOf('Bring it back, e.g. on Monday. We open at 9.')).toEqual([
      'Bring it back, e.g. on Monday.',
      'We open at 9.'
    ])
  })
})

describe('Markdown', () => {
  test('is read as its reader sees it', () => {
    const { title, blocks } = readMarkdown(
      '---\ntitle: "The shop"\n---\n# Hello\n\nSome **bold**, _leaning_ and `coded` text with [a link](https://x.example/a "t") and ![a picture](https://x.example/p.png).\n\n* one\n* two\n\n> quoted\n\n| Size | Price |\n|---|---|\n| S | 4 |\n\n```js\nconst x = snake_case_name\n```\n\nSetext\n---\n\nText\n\n***\n\nEnd <b>tag</b> 2 * 3 * 4'
    )
    expect(title).toBe('The shop')
    expect(blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Hello' },
      { kind: 'text', text: 'Some bold, leaning and coded text with a link and a picture.' },
      { kind: 'text', text: '- one\n- two' },
      { kind: 'text', text: 'quoted' },
      { kind: 'text', text: 'Size | Price\nS | 4' },
      { kind: 'text', text: 'const x = snake_case_name' },
      { kind: 'heading', level: 2, text: 'Setext' },
      { kind: 'text', text: 'Text' },
      { kind: 'text', text: 'End tag 2 * 3 * 4' }
    ])
  })

  test('made to be slow is read all the same', () => {
    const started = performance.now()
    for (const nasty of [
      '['.repeat(200_000),
      '*'.repeat(200_000),
      '![['.repeat(50_000),
      '`'.repeat(200_001),
      '> '.repeat(100_000),
      '<a '.repeat(50_000),
      '| '.repeat(100_000),
      '_a'.repeat(100_000)
    ])
      readMarkdown(nasty)
    expect(performance.now() - started).toBeLessThan(8_000)
  })
})

describe('HTML', () => {
  test('keeps what the page says, and nothing of how it works', () => {
    const { title, blocks, links } =
      readHtml(`<!doctype html><html><head><title>Help – Shop</title><script>var secret = 1</script>
      <style>p { color: red }</style></head><body><nav><a href="/cart">Cart</a></nav><header>Big sale!</header>
      <main><h1>Delivery &amp; returns</h1><p>Three to <b>five</b> days.<br>Or one.</p><ul><li>by post</li><li>by bike</li></ul>
      <table><tr><th>Size</th><th>Price</th></tr><tr><td>S</td><td>4</td></tr></table><p hidden>not seen</p>
      <p style="display: none">nor this</p><noscript>nor that</noscript>
      <h2>Returns</h2><p>${words(60)}</p><a href="/returns">All of it</a></main><footer>Imprint</footer></body></html>`)
    expect(title).toBe('Delivery & returns')
    expect(links).toEqual(['/cart', '/returns'])
    expect(blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Delivery & returns' },
      { kind: 'text', text: 'Three to five days.\nOr one.' },
      { kind: 'text', text: '- by post\n- by bike' },
      { kind: 'text', text: 'Size | Price\nS | 4' },
      { kind: 'heading', level: 2, text: 'Returns' },
      { kind: 'text', text: words(60) },
      { kind: 'text', text: 'All of it' }
    ])
  })

  test('P52 nested a million deep, or with a billion laughs in it, it costs no more than its bytes', () => {
    const started = performance.now()
    const deep = readHtml(`${'<div>'.repeat(500_000)}down here${'</div>'.repeat(500_000)}`)
    expect(deep.blocks).toEqual([{ kind: 'text', text: 'down here' }])
    const entities = Array.from({ length: 10 }, (_, at) => `<!ENTITY lol${at + 1} "${`&lol${at};`.repeat(10)}">`).join(
      '\n'
    )
    const laughs = readHtml(`<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol0 "ha">${entities}]><p>&lol10;</p>`)
    expect(JSON.stringify(laughs.blocks).length).toBeLessThan(10_000)
    expect(readHtml('<script>'.repeat(100_000)).blocks).toEqual([])
    expect(performance.now() - started).toBeLessThan(8_000)
  })

  test('an open script at the end hides no more than itself, and a stray end tag nothing', () => {
    expect(readHtml('</script></nav><p>seen</p><img hidden><p>seen too</p><script>x').blocks).toEqual([
      { kind: 'text', text: 'seen' },
      { kind: 'text', text: 'seen too' }
    ])
  })
})
