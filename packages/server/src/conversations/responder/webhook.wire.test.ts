import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startServer } from '../../../test/start.ts'
import { call, type Minted, mintWorkspace, useServer } from '../../../test/workspace.ts'
import { pastes, shopHelp } from '../../knowledge/testing/shelf.ts'
import { activities, answered, detailOf, sets, threadOf } from '../testing/answering.ts'
import { guest, start } from '../testing/talking.ts'

type Heard = { headers: IncomingMessage['headers']; body: string }

let server: Awaited<ReturnType<typeof startServer>>
let workspace: Minted
let secret: string
let heard: Heard[]
let reply: (response: ServerResponse, asked: Record<string, unknown>) => void

const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks).toString()
  heard.push({ headers: request.headers, body })
  // As a receiver should: whoever cannot sign is sent away.
  if (isSigned(heard.at(-1))) reply(response, JSON.parse(body) as Record<string, unknown>)
  else response.writeHead(401).end()
})

function isSigned(one: Heard | undefined): boolean {
  if (!one) return false
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature = '' } = one.headers
  if (Math.abs(Date.now() / 1000 - Number(at)) > 300) return false
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const expected = `v1,${createHmac('sha256', key).update(`${id}.${at}.${one.body}`).digest('base64')}`
  return signature.length === expected.length && timingSafeEqual(Buffer.from(String(signature)), Buffer.from(expected))
}

const says = (answer: unknown) => (response: ServerResponse) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))

beforeAll(async () => {
  server = await startServer({ allowPrivate: true })
  useServer(server)
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  receiver.closeAllConnections()
  receiver.close()
  await server.stop()
})
beforeEach(async () => {
  heard = []
  reply = says({ text: 'Hi.' })
  workspace = await mintWorkspace()
  await pastes(workspace, { text: shopHelp, title: 'Help', url: 'https://shop.example/help' })
  await sets(workspace, {
    kind: 'webhook',
    webhook: { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/answer`, timeoutSeconds: 1 }
  })
  secret = await newSecret()
})

async function newSecret(): Promise<string> {
  const made = await call<{ secret: string }>('POST', `/api/agents/${workspace.agentId}/responder/webhook-secret`, {
    who: workspace.key
  })
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  return made.body.secret
}

async function asks(question = 'How long does delivery take?') {
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, question)
  const [answer] = await answered(visitor, conversationId)
  return { visitor, conversationId, answer, thread: await threadOf(workspace, conversationId) }
}

test('the team’s own program is asked with a signature it can check, and its answer is said with its sources', async () => {
  reply = (response, { visitorId }) =>
    says({
      text: `Hello ${String(visitorId).slice(0, 4)}, see [pay](https://pay.example) or [x](javascript:y)`,
      sources: [
        { title: 'Ours', url: 'https://ours.example' },
        { title: 'No', url: 'javascript:alert(1)' }
      ]
    })(response)
  const { visitor, conversationId, answer, thread } = await asks()
  expect(answer).toMatchObject({
    text: 'Hello vis_, see [pay](https://pay.example) or x',
    sources: [{ title: 'Ours', url: 'https://ours.example' }]
  })
  const asked = JSON.parse(heard[0]?.body ?? '') as object
  expect(asked).toMatchObject({
    type: 'question',
    conversationId,
    agentId: workspace.agentId,
    visitorId: visitor.visitorId,
    source: 'widget',
    text: 'How long does delivery take?',
    passages: [{ title: 'Help' }]
  })
  expect(detailOf(thread[1])).toMatchObject({ responder: 'webhook', confidence: 1 })
})

test('a new secret ends the old one, and a receiver that refuses it is told of as such', async () => {
  await newSecret()
  const { thread } = await asks()
  expect(activities(thread)).toMatchObject([
    { what: 'handed over', reason: 'failed', fault: expect.stringContaining('401') }
  ])
})

test('what no store takes is taken out of an answer and its sources, and the rest is said at once', async () => {
  const long = `${'x'.repeat(299)}😀`
  reply = says({ text: 'Five\u0000 days \ud83d', sources: [{ title: long }, { title: 'a\u0000b' }] })
  expect((await asks()).answer).toMatchObject({
    text: 'Five days \ufffd',
    sources: [{ title: `${'x'.repeat(299)}\ufffd` }, { title: 'ab' }]
  })
  reply = says({ text: '\u0000' })
  expect((await asks()).answer?.text).toContain('could not find an answer')
})

test('two who change different things of it at once change both', async () => {
  const changes: [string, Record<string, unknown>][] = [
    ['name', { name: 'Pip' }],
    ['fallback', { fallback: 'Leave a note.' }],
    ['webhook', { webhook: { timeoutSeconds: 7 } }],
    ['handOver', { handOver: { afterAnswers: 9 } }]
  ]
  for (let round = 0; round < 5; round += 1) {
    await sets(workspace, { name: 'A', fallback: 'B', webhook: { timeoutSeconds: 1 }, handOver: { afterAnswers: 1 } })
    const [made] = await Promise.all([newSecret(), ...changes.map(([, change]) => sets(workspace, change))])
    expect(await sets(workspace, {})).toMatchObject({
      name: 'Pip',
      fallback: 'Leave a note.',
      webhook: { timeoutSeconds: 7 },
      handOver: { afterAnswers: 9 }
    })
    secret = String(made)
    expect((await asks()).answer?.text).toBe('Hi.')
  }
})

test('it may be unsure, or hand over with words of its own', async () => {
  reply = says({ text: 'Perhaps.', confidence: 0.1 })
  expect((await asks()).answer?.text).toContain('could not find an answer')
  reply = says({ text: 'One moment, I am getting Ana.', handOver: true })
  const { answer, thread } = await asks()
  expect(answer?.text).toBe('One moment, I am getting Ana.')
  expect(activities(thread)).toMatchObject([{ what: 'handed over', reason: 'unsure' }])
})

test.each<[string, typeof reply, RegExp]>([
  ['it hangs', () => undefined, /did not answer within 1 second/],
  ['it answers 500', response => void response.writeHead(500).end(), /answered 500/],
  [
    'it sends elsewhere',
    response => void response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
    /answered 302/
  ],
  ['it answers garbage', response => void response.writeHead(200).end('<html>'), /not of the form/],
  ['its answer has another form', says({ text: 7 }), /not of the form/],
  [
    'its answer never ends',
    response => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    },
    /sent more than 256 kB/
  ],
  [
    'it breaks off',
    response => void response.writeHead(200, { 'content-length': '99' }).write('{', () => response.destroy()),
    /broke off/
  ]
])('%s: a plain hand-over', async (_what, how, fault) => {
  reply = how
  const { answer, thread } = await asks()
  expect(answer?.text).toContain('I cannot answer right now')
  expect(activities(thread)).toMatchObject([{ reason: 'failed', fault: expect.stringMatching(fault) }])
})
