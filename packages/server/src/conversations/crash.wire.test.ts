import type { ConversationStarted, LiveFrame, Message, Page, Timeline } from '@foyer/protocol'
import { beforeEach, expect, test } from 'vitest'
import { startClickhouse } from '../../test/clickhouse.ts'
import { startServerByUrl } from '../../test/postgres.ts'
import { end, endAll, ground, key, run, visitorAt } from './testing/processes.ts'
import { connect } from './testing/talking.ts'

beforeEach(ground)

test('CH1 CH9 killed right after each acknowledgement, ten times over: every message is there once, in order, and so is its fact', async () => {
  let server = await run('data')
  const visitor = await visitorAt(server)
  const started = await server.ask<ConversationStarted>(visitor.token, 'POST', '/api/conversations', {
    agentId: visitor.agentId
  })
  const path = `/api/conversations/${started.body.conversationId}/messages`
  const acknowledged: string[] = []
  for (let round = 0; round < 10; round += 1) {
    const texts = Array.from({ length: 3 }, (_, index) => `round ${round} message ${index}`)
    for (const text of texts) {
      const sent = await server.ask(visitor.token, 'POST', path, { text, clientId: text })
      expect(sent.status).toBe(201)
      acknowledged.push(text)
    }
    await end(server.child, 'SIGKILL')
    server = await run('data')
    // The page never saw the answer of the last one, so it sends it again.
    expect(
      (await server.ask<Message>(visitor.token, 'POST', path, { text: texts[2], clientId: texts[2] })).status
    ).toBe(201)
  }
  const stored = await server.ask<Page<Message>>(visitor.token, 'GET', `${path}?limit=100`)
  expect(stored.body.items.map(message => message.text)).toEqual(acknowledged)
  expect(stored.body.items.map(message => message.seq)).toEqual(acknowledged.map((_, index) => index + 1))
  const told = async () => {
    const { body } = await server.ask<Timeline>(
      key,
      'GET',
      `/api/people/${visitor.visitorId}/timeline?types=conversation&limit=100`
    )
    return body.items.filter(item => item.name === 'message in').map(item => item.properties.seq as number)
  }
  await expect.poll(told, { timeout: 15_000 }).toHaveLength(acknowledged.length)
  expect((await told()).sort((a, b) => a - b)).toEqual(acknowledged.map((_, index) => index + 1))
}, 180_000)

test('two processes on one PostgreSQL deliver to each other’s sockets, and each goes on where the other left off', async () => {
  const [postgres, clickhouse] = await Promise.all([startServerByUrl(), startClickhouse()])
  try {
    const stores = {
      FOYER_POSTGRES_URL: await postgres.newDatabase(),
      FOYER_CLICKHOUSE_URL: await clickhouse.newDatabase()
    }
    const one = await run('one', stores)
    const two = await run('two', stores)
    const visitor = await visitorAt(one)
    const started = await one.ask<ConversationStarted>(visitor.token, 'POST', '/api/conversations', {
      agentId: visitor.agentId,
      message: 'One'
    })
    const { conversationId } = started.body
    const page = await connect({}, one.url)
    page.send({ type: 'authenticate', as: 'visitor', agentId: visitor.agentId, token: visitor.token })
    page.send({ type: 'follow', conversationId, after: 0 })
    await page.heard(1)
    const desk = await connect({ authorization: `Bearer ${key}` }, two.url)
    desk.send({ type: 'authenticate', as: 'member' })
    desk.send({ type: 'follow', conversationId, after: 0 })
    await desk.heard(1)
    desk.send({ type: 'say', conversationId, text: 'Two', clientId: 'two' })
    page.send({ type: 'say', conversationId, text: 'Three', clientId: 'three' })
    const [seen, shown] = await Promise.all([page.heard(3), desk.heard(3)])
    expect(seen.map(message => message.id)).toEqual(shown.map(message => message.id))
    page.send({ type: 'typing', conversationId, isTyping: true })
    const isTyping = (frame: LiveFrame) => frame.type === 'typing' && frame.by.kind === 'visitor'
    await desk.until(() => desk.frames.some(isTyping))
    // One of them goes away; the other one knows everything.
    page.close()
    await end(one.child, 'SIGKILL')
    await two.ask(key, 'POST', `/api/conversations/${conversationId}/messages`, { text: 'Four' })
    const back = await connect({}, two.url)
    back.send({ type: 'authenticate', as: 'visitor', agentId: visitor.agentId, token: visitor.token })
    back.send({ type: 'follow', conversationId, after: 3 })
    expect((await back.heard(1)).map(message => message.text)).toEqual(['Four'])
    back.close()
    desk.close()
  } finally {
    await endAll('SIGKILL')
    await Promise.all([postgres.stop(), clickhouse.stop()])
  }
}, 120_000)
