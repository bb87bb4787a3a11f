import type { Document } from '@foyer/protocol'
import { beforeEach, describe, expect, test } from 'vitest'
import { call, type Minted, mintWorkspace } from '../../test/workspace.ts'
import { pdfBomb, pdfOf } from './testing/pdf.ts'
import { documentOf, finds, pastes, read, shopHelp, uploads } from './testing/shelf.ts'

let workspace: Minted
beforeEach(async () => {
  workspace = await mintWorkspace()
})
const ask = <Body = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
  call<Body>(method, path, { who: workspace.key, ...(body === undefined ? {} : { body }) })

describe('documents', () => {
  test('pasted, it is read, shown with its passages, renamed, changed and deleted; each of it is in the trail', async () => {
    const shown = await pastes(workspace, { text: shopHelp, url: 'https://shop.example/help' })
    expect(shown).toMatchObject({ title: 'Help', kind: 'markdown', status: 'ready', passages: 3 })
    expect(shown.items.map(item => item.headings)).toEqual([
      ['Help', 'Delivery'],
      ['Help', 'Returns and refunds'],
      ['Help', 'Warranty']
    ])
    const path = `/api/knowledge/documents/${shown.id}`
    expect((await ask('PATCH', path, { title: 'Zeppelin' })).body).toMatchObject({ title: 'Zeppelin', status: 'ready' })
    expect((await finds(workspace, 'zeppelin')).items[0]).toMatchObject({ title: 'Zeppelin' })
    expect((await ask('PATCH', path, { kind: 'text', text: 'Kites fly on Sundays.' })).body).toMatchObject({
      status: 'reading'
    })
    expect(await read(workspace, shown.id)).toMatchObject({
      title: 'Zeppelin',
      items: [{ text: 'Kites fly on Sundays.' }]
    })
    expect((await finds(workspace, 'warranty')).items).toEqual([])
    expect((await ask('DELETE', path)).status).toBe(204)
    expect((await ask('GET', path)).status).toBe(404)
    const audit = await ask<{ items: { action: string }[] }>('GET', '/api/audit')
    expect(audit.body.items.map(entry => entry.action).filter(action => action.startsWith('document.'))).toEqual([
      'document.deleted',
      'document.changed',
      'document.changed',
      'document.added'
    ])
  })

  test('what the team wrote is given back to be gone on with; a file is not', async () => {
    const written = '# Opening hours\n\nNine to *five*,\n  Monday to Friday.'
    const { id } = await pastes(workspace, { text: written })
    const path = `/api/knowledge/documents/${id}`
    expect((await ask('GET', path)).body).toMatchObject({ title: 'Opening hours', text: written })
    const more = written.replace('Opening hours', 'When we are there').replace('five', 'six')
    await ask('PATCH', path, { text: more, title: 'Hours' })
    expect(await read(workspace, id)).toMatchObject({ title: 'Hours', text: more })
    expect((await finds(workspace, 'six')).items).toHaveLength(1)
    expect((await finds(workspace, 'five')).items).toEqual([])
    // A title that was taken out is what the text calls itself, and so is an address.
    await ask('PATCH', path, { text: more, title: '', url: 'https://shop.example/hours' })
    expect(await read(workspace, id)).toMatchObject({
      title: 'When we are there',
      url: 'https://shop.example/hours'
    })
    await ask('PATCH', path, { url: '' })
    expect((await ask('GET', path)).body).not.toHaveProperty('url')

    const { body: file } = await uploads(workspace, 'hours.md', 'text/markdown', written)
    expect(await read(workspace, file.id)).not.toHaveProperty('text')
    await ask('PATCH', `/api/knowledge/documents/${file.id}`, { kind: 'text', text: 'Nine to seven.' })
    expect(await read(workspace, file.id)).toMatchObject({ text: 'Nine to seven.' })
  })

  test('a list is cut into pages, searched by title and address, and filtered by how far it is', async () => {
    for (const name of ['Alpha', 'Beta', 'Gamma']) await pastes(workspace, { title: name, text: `About ${name}.` })
    const first = await ask<{ items: Document[]; nextCursor: string }>('GET', '/api/knowledge/documents?limit=2')
    expect(first.body.items.map(item => item.title)).toEqual(['Gamma', 'Beta'])
    const rest = await ask<{ items: Document[] }>(
      'GET',
      `/api/knowledge/documents?limit=2&cursor=${first.body.nextCursor}`
    )
    expect(rest.body.items.map(item => item.title)).toEqual(['Alpha'])
    const titles = async (query: string) =>
      (await ask<{ items: Document[] }>('GET', `/api/knowledge/documents?${query}`)).body.items.map(item => item.title)
    expect(await titles('search=bet')).toEqual(['Beta'])
    expect(await titles('search=%25')).toEqual([])
    expect(await titles('status=failed')).toEqual([])
  })

  test.each([
    [
      'PDF',
      'manual.pdf',
      'application/pdf',
      pdfOf('Grinder manual\nTurn the wheel to grind finer.', 'Clean it\nonce a week.')
    ],
    [
      'HTML',
      'manual.html',
      'text/html',
      '<title>Grinder manual</title><main><p>Turn the wheel to grind finer.</p><p>Clean it once a week.</p></main>'
    ],
    [
      'Markdown',
      'manual.md',
      'application/octet-stream',
      '# Grinder manual\n\nTurn the wheel to grind finer.\n\nClean it once a week.'
    ],
    ['text', 'manual.txt', 'text/plain', 'Turn the wheel to grind finer.\n\nClean it once a week.']
  ])('uploaded as %s', async (_kind, name, type, bytes) => {
    const given = await uploads(workspace, name, type, bytes)
    expect(given.status, JSON.stringify(given.body)).toBe(201)
    const shown = await read(workspace, given.body.id)
    expect(shown, shown.fault).toMatchObject({ status: 'ready' })
    const found = await finds(workspace, 'How do I grind finer?')
    expect(found.items[0]?.text).toContain('Turn the wheel to grind finer.')
    expect(found.confidence).toBeGreaterThan(0.5)
  })
})

describe('P52 what is made to harm', () => {
  test('a file that is called a PDF and is none, a PDF called a text, a program, nothing: refused in a sentence', async () => {
    const refused = async (name: string, type: string, bytes: string | Uint8Array) =>
      (await uploads(workspace, name, type, bytes)).status
    expect(await refused('a.pdf', 'application/pdf', 'MZ this is a program')).toBe(422)
    expect(await refused('a.txt', 'text/plain', pdfOf('x'))).toBe(422)
    expect(await refused('a.txt', 'text/plain', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0]))).toBe(422)
    expect(await refused('a.exe', 'application/x-msdownload', 'MZ')).toBe(415)
    expect(await refused('a.txt', 'text/plain', '')).toBe(422)
    expect(await refused('a.txt', 'text/plain', new Uint8Array(21 * 1024 * 1024).fill(97))).toBe(413)
  })

  test('a PDF that lies about what it holds is told of in a sentence, and the next document is read', async () => {
    const whole = pdfOf('Hello')
    const broken = await uploads(workspace, 'broken.pdf', 'application/pdf', whole.subarray(0, 60))
    const empty = await uploads(workspace, 'empty.pdf', 'application/pdf', pdfOf(''))
    expect(await read(workspace, broken.body.id)).toMatchObject({
      status: 'failed',
      fault: expect.stringContaining('not a whole PDF')
    })
    expect(await read(workspace, empty.body.id)).toMatchObject({
      status: 'failed',
      fault: expect.stringContaining('pictures')
    })
    expect(await pastes(workspace, { text: 'Still here.' })).toMatchObject({ status: 'ready' })
  })

  test('a PDF that unpacks to a thousand times its size ends alone', async () => {
    const bomb = await pdfBomb(900)
    expect(bomb.length).toBeLessThan(5 * 1024 * 1024)
    const given = await uploads(workspace, 'bomb.pdf', 'application/pdf', bomb)
    const started = Date.now()
    expect(await pastes(workspace, { text: 'Still here.' })).toMatchObject({ status: 'ready' })
    await expect
      .poll(async () => (await documentOf(workspace, given.body.id)).status, { timeout: 80_000, interval: 500 })
      .toBe('failed')
    expect(Date.now() - started).toBeLessThan(80_000)
    expect((await call('GET', '/healthz')).status).toBe(200)
  }, 120_000)

  test('a billion laughs and a page nested half a million deep are letters like others', async () => {
    const entities = Array.from({ length: 10 }, (_, at) => `<!ENTITY lol${at + 1} "${`&lol${at};`.repeat(10)}">`)
    const laughs = `<!DOCTYPE lolz [<!ENTITY lol0 "ha">${entities.join('')}]><p>Ha. &lol10;</p>`
    expect(await pastes(workspace, { kind: 'html', text: laughs })).toMatchObject({ status: 'ready', passages: 1 })
    const deep = `${'<div>'.repeat(300_000)}Down here.`
    expect((await pastes(workspace, { kind: 'html', text: deep })).items).toMatchObject([{ text: 'Down here.' }])
  })

  test('a page keeps its words and loses its scripts; what is left is shown as text', async () => {
    const shown = await pastes(workspace, {
      kind: 'html',
      title: '<img src=x onerror=alert(1)>',
      text: '<script>steal()</script><style>x{}</style><nav>Home</nav><p onclick="steal()">Hello &lt;script&gt; there.</p>'
    })
    expect(shown.items).toMatchObject([{ title: '<img src=x onerror=alert(1)>', text: 'Hello <script> there.' }])
  })

  test('an address that is none, and one that runs a script, is no link', async () => {
    for (const url of ['javascript:alert(1)', 'shop.example/help', 'http://'])
      expect((await ask('POST', '/api/knowledge/documents', { kind: 'text', text: 'x', url })).status, url).toBe(422)
  })
})

describe('search', () => {
  test('a word is found in another form, by its beginning, and in a heading; what is not there is not', async () => {
    await pastes(workspace, { text: shopHelp, title: 'Help' })
    const top = async (question: string) => (await finds(workspace, question)).items[0]?.headings.at(-1)
    expect(await top('returning products')).toBe('Returns and refunds')
    expect(await top('refund')).toBe('Returns and refunds')
    expect(await top('grind')).toBe('Warranty')
    expect(await top('deliveries')).toBe('Delivery')
    expect(await finds(workspace, 'kangaroo')).toMatchObject({ items: [], confidence: 0 })
    expect(await finds(workspace, '')).toMatchObject({ items: [], confidence: 0 })
    expect(await finds(workspace, "'); DROP TABLE passages; --")).toMatchObject({ items: [] })
    expect(await finds(workspace, '& | ! ( ) : * <->')).toMatchObject({ items: [] })
  })

  test.each([
    [
      'de',
      '# Versand\n\nDie Lieferung dauert drei bis fünf Werktage und kostet 4,90 Euro.',
      'Wie lange dauern Lieferungen?'
    ],
    ['fr', '# Retours\n\nVous pouvez retourner un produit sous 30 jours.', 'Puis-je retourner des produits ?'],
    ['es', '# Garantía\n\nLos molinillos tienen una garantía de dos años.', '¿Qué garantía tiene el molinillo?'],
    ['pt', '# Entregas\n\nAs entregas demoram três a cinco dias úteis.', 'Quanto tempo demora a entrega?'],
    ['ar', '# التوصيل\n\nيستغرق التوصيل من ثلاثة إلى خمسة أيام عمل.', 'كم يستغرق التوصيل؟'],
    ['ja', '# 配送\n\n配送には三日から五日かかります。', '配送は何日かかりますか']
  ])('in %s', async (_language, text, question) => {
    await pastes(workspace, { text })
    await pastes(workspace, { text: shopHelp })
    const found = await finds(workspace, question)
    expect(found.items[0]?.text, JSON.stringify(found)).toBe(text.split('\n\n')[1])
  })
})

/** What a small shop is asked, and whether its help pages answer it. */
const questions: [string, string | null][] = [
  ['How long does delivery take?', 'Delivery'],
  ['how much is shipping express delivery', 'Delivery'],
  ['When is delivery free?', 'Delivery'],
  ['Can I return a product after three weeks?', 'Returns and refunds'],
  ['Where do I find the return label?', 'Returns and refunds'],
  ['When do I get my money refunded to my card?', 'Returns and refunds'],
  ['How long is the warranty?', 'Warranty'],
  ['Does the warranty cover water damage?', 'Warranty'],
  ['Do you sell kangaroos?', null],
  ['What is the capital of France?', null],
  ['Can you write me a poem about the sea?', null],
  ['Who won the football game yesterday?', null],
  ['How do I reset my password?', null],
  ['Is my credit limit high enough for a mortgage?', null]
]

test('a confidence of 0.45 tells what the documents answer from what they do not', async () => {
  await pastes(workspace, { text: shopHelp, title: 'Help' })
  const judged = await Promise.all(
    questions.map(async ([question, heading]) => ({ question, heading, found: await finds(workspace, question) }))
  )
  const wrong = judged.filter(({ heading, found }) =>
    heading === null ? found.confidence >= 0.45 : found.confidence < 0.45 || found.items[0]?.headings.at(-1) !== heading
  )
  expect(wrong.map(({ question, found }) => [question, found.confidence, found.items[0]?.headings.at(-1)])).toEqual([])
})
