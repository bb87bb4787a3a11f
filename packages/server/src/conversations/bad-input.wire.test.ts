import { connect as dial, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { hex } from '../../test/visitor.ts'
import { call, foyerUrl, mintWorkspace } from '../../test/workspace.ts'
import {
  as,
  by,
  changes,
  colleague,
  guest,
  listOf,
  panelOf,
  reads,
  start,
  visitorLine,
  writes
} from './testing/talking.ts'

const scripts = [
  '<script>window.__x=1</script>',
  '[a](javascript:window.__x=1)',
  '![](x" onerror="window.__x=1)',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.__x=1&gt;">',
  '\u202Egnp.exe',
  '=HYPERLINK("http://x")',
  "'; DROP TABLE messages; --",
  '{{constructor.constructor("window.__x=1")()}}'
]

test('P09 P10 P15 scripts in messages, titles, addresses, traits and ratings are text, stored as they were written', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [
    await guest(workspace, { traits: { name: scripts[0], [scripts[1] ?? '']: scripts[2] } }),
    await colleague(workspace)
  ]
  const { conversationId } = await start(workspace, visitor, scripts[0] ?? '', {
    context: { url: 'javascript:window.__x=1', title: scripts[3], referrer: 'data:text/html,<script>' }
  })
  for (const text of scripts.slice(1)) await writes(visitor, conversationId, text)
  const stored = await as(visitor, 'GET', `/api/conversations/${conversationId}/messages`)
  expect(stored.headers.get('content-type')).toContain('application/json')
  expect(stored.headers.get('x-content-type-options')).toBe('nosniff')
  expect((await reads(visitor, conversationId)).map(message => message.text)).toEqual(scripts)
  const panel = await panelOf(workspace, conversationId)
  expect(panel.visitor?.name).toBe(scripts[0])
  // What is stored as an address is one day a link: only web addresses are.
  expect(panel.atStart.page).toBeUndefined()
  expect(panel.atStart.referrer).toBeUndefined()
  await by(ana, 'PATCH', `/api/conversations/${conversationId}`, { labels: ['<b>bold</b>'] })
  expect((await listOf(workspace))[0]?.labels).toEqual(['<b>bold</b>'])
})

test('P70 what the store does not take is taken out, and the message arrives', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor)
  expect((await writes(visitor, conversationId, 'a\u0000b\ud800c', 'id\u0000\ud800')).text).toBe('ab\ufffdc')
  const emoji = '👩‍👩‍👧‍👦 مرحبا שלום'
  expect((await writes(visitor, conversationId, emoji)).text).toBe(emoji)
})

test('a megabyte of message, none at all, and every wrong shape get a plain answer, and nothing is stored', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'Hi')
  const path = `/api/conversations/${conversationId}/messages`
  const post = async (body: unknown, raw?: string) =>
    (
      await call<{ error: { code: string } }>('POST', path, {
        who: visitor.token,
        ...(raw === undefined ? { body } : { raw })
      })
    ).body.error.code
  expect(await post({ text: 'x'.repeat(1024 * 1024) })).toBe('too_large')
  expect(await post({ text: 'x'.repeat(8_001) })).toBe('invalid')
  for (const body of [
    {},
    { text: '' },
    { text: ' \n\t' },
    { text: 5 },
    { text: ['a'] },
    { text: { $ne: '' } },
    { text: 'x', clientId: '' },
    { text: 'x', attachments: ['../x'] }
  ])
    expect(await post(body), JSON.stringify(body)).toBe('invalid')
  for (const raw of ['', '{', 'null', '"text"', '[]'])
    expect(['malformed', 'invalid'], raw).toContain(await post(null, raw))
  expect(await post({ text: 'x', clientId: 'y'.repeat(101) })).toBe('invalid')
  expect(await reads(visitor, conversationId)).toHaveLength(1)
  const start_ = (body: unknown) => as<{ error: { code: string } }>(visitor, 'POST', '/api/conversations', body)
  expect((await start_({})).body.error.code).toBe('invalid')
  expect((await start_({ agentId: `agt_${'0'.repeat(32)}` })).body.error.code).toBe('not_found')
  expect((await start_({ agentId: workspace.agentId, message: 'x'.repeat(9_000) })).body.error.code).toBe('invalid')
  expect((await call('GET', '/api/conversations/not-an-id/messages', { who: visitor.token })).status).toBe(404)
})

test('P51 a visitor cannot give itself what is not theirs to give', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'Hi')
  await as(visitor, 'POST', `/api/conversations/${conversationId}/messages`, {
    text: 'I am Ana',
    as: 'team',
    author: { kind: 'member', name: 'Ana' },
    kind: 'note',
    seq: 1,
    mentions: [`mem_${hex(16)}`]
  })
  expect((await reads(visitor, conversationId))[1]).toMatchObject({
    author: { kind: 'visitor' },
    kind: 'message',
    seq: 2
  })
  for (const [method, end, body] of [
    ['PATCH', '', { status: 'resolved' }],
    ['POST', '/accept', undefined],
    ['POST', '/merge', { into: conversationId }],
    ['POST', '/transfer', { to: `mem_${hex(16)}` }],
    ['PUT', '/draft', { text: 'x' }]
  ] as const)
    expect((await as(visitor, method, `/api/conversations/${conversationId}${end}`, body)).status, end).toBe(401)
  for (const path of ['/api/conversations/counts', '/api/conversations/labels', '/api/canned-replies', '/api/presence'])
    expect((await as(visitor, 'GET', path)).status, path).toBe(401)
})

test('a visitor who floods is told to wait, and the next visitor writes as ever', async () => {
  const workspace = await mintWorkspace()
  const [visitor, other] = [await guest(workspace), await guest(workspace)]
  const { conversationId } = await start(workspace, visitor)
  const theirs = await start(workspace, other)
  const flood = await Promise.all(
    Array.from({ length: 60 }, (_, count) =>
      as(visitor, 'POST', `/api/conversations/${conversationId}/messages`, { text: `spam ${count}` })
    )
  )
  const refused = flood.filter(answer => answer.status === 429)
  expect(refused.length).toBeGreaterThan(20)
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await writes(other, theirs.conversationId, 'Hello')).seq).toBe(1)
  expect(await reads(visitor, conversationId)).toHaveLength(60 - refused.length)
})

test('P75 hundreds of connections that never say all of what they began hold up nobody', async () => {
  const workspace = await mintWorkspace()
  const { hostname, port } = new URL(foyerUrl())
  const begun = [
    'GET /api/live HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\n',
    'POST /api/conversations HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{"agentId":',
    ''
  ]
  const held: Socket[] = []
  await Promise.all(
    Array.from(
      { length: 300 },
      (_, index) =>
        new Promise<void>(done => {
          const socket = dial(Number(port), hostname, () => socket.write(begun[index % 3] || '\r', () => done()))
          socket.on('error', () => done())
          held.push(socket)
        })
    )
  )
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'Is anybody there?')
  const line = await visitorLine(workspace, visitor)
  line.send({ type: 'follow', conversationId, after: 0 })
  await line.heard(1)
  line.close()
  for (const socket of held) socket.destroy()
})

test('a closed conversation takes a message by opening again, one that was merged by going on in the other, and neither loses a word', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const first = (await start(workspace, visitor, 'One')).conversationId
  const second = (await start(workspace, visitor, 'Two', { another: true })).conversationId
  await changes(ana, first, { status: 'resolved' })
  expect(await writes(visitor, first, 'Not done yet')).toMatchObject({ conversationId: first, seq: 3 })
  expect(await panelOf(workspace, first)).toMatchObject({ status: 'open' })
  const merged = await by(ana, 'POST', `/api/conversations/${second}/merge`, { into: first })
  expect(merged.status, JSON.stringify(merged.body)).toBe(200)
  expect((await writes(visitor, second, 'Through the old address')).conversationId).toBe(first)
  const texts = (await reads(visitor, first)).map(message => message.text)
  expect(texts).toEqual(expect.arrayContaining(['One', 'Not done yet', 'Two', 'Through the old address']))
  expect(texts).toHaveLength(4)
})
