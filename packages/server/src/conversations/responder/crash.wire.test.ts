import type { ConversationStarted, Document, Message, Page } from '@foyer/protocol'
import { beforeEach, expect, test } from 'vitest'
import { startClickhouse } from '../../../test/clickhouse.ts'
import { startServerByUrl } from '../../../test/postgres.ts'
import { shopHelp } from '../../knowledge/testing/shelf.ts'
import { startModel, streams } from '../testing/model.ts'
import { end, endAll, ground, key, type Running, run, visitorAt } from '../testing/processes.ts'
import { connect } from '../testing/talking.ts'

beforeEach(ground)

const allowed = { FOYER_ALLOW_PRIVATE_DESTINATIONS: 'true' }

/** A visitor of an agent that a model answers for, from the help pages of a shop. */
async function visitorWith(server: Running, model: Awaited<ReturnType<typeof startModel>>) {
  const visitor = await visitorAt(server)
  const given = await server.ask<Document>(key, 'POST', '/api/knowledge/documents', {
    kind: 'markdown',
    text: shopHelp
  })
  await expect
    .poll(
      async () => (await server.ask<Document>(key, 'GET', `/api/knowledge/documents/${given.body.id}`)).body.status,
      { timeout: 30_000 }
    )
    .toBe('ready')
  const set = await server.ask(key, 'PATCH', `/api/agents/${visitor.agentId}/responder`, {
    kind: 'openai',
    openai: { baseUrl: model.url, model: 'small-1', timeoutSeconds: 60 }
  })
  expect(set.status, JSON.stringify(set.body)).toBe(200)
  return visitor
}

const thread = async (server: Running, token: string, id: string) =>
  (await server.ask<Page<Message>>(token, 'GET', `/api/conversations/${id}/messages?limit=100`)).body.items

test('CH1 killed between the acknowledgement of a question and its answer, three times over: answered after the start, once', async () => {
  const model = await startModel()
  try {
    let server = await run('data', allowed)
    const visitor = await visitorWith(server, model)
    model.speaks(() => undefined)
    const started = await server.ask<ConversationStarted>(visitor.token, 'POST', '/api/conversations', {
      agentId: visitor.agentId,
      message: 'How long does delivery take?'
    })
    expect(started.status).toBe(201)
    // Right after the acknowledgement, while the model is asked, and while it is asked again.
    await end(server.child, 'SIGKILL')
    for (const asked of [1, 2]) {
      server = await run('data', allowed)
      await expect.poll(() => model.asked.length, { timeout: 40_000 }).toBeGreaterThanOrEqual(asked)
      await end(server.child, 'SIGKILL')
    }
    model.speaks(streams('Three to five days [1].'))
    server = await run('data', allowed)
    const { conversationId } = started.body
    await expect
      .poll(async () => (await thread(server, visitor.token, conversationId)).length, { timeout: 40_000 })
      .toBe(2)
    expect((await thread(server, visitor.token, conversationId)).map(message => message.text)).toEqual([
      'How long does delivery take?',
      'Three to five days.'
    ])
  } finally {
    await model.close()
  }
}, 240_000)

test('two processes on one PostgreSQL answer once, and the answer streams to the sockets of both', async () => {
  const [postgres, clickhouse, model] = await Promise.all([startServerByUrl(), startClickhouse(), startModel()])
  try {
    const stores = {
      FOYER_POSTGRES_URL: await postgres.newDatabase(),
      FOYER_CLICKHOUSE_URL: await clickhouse.newDatabase()
    }
    const [one, two] = [await run('one', { ...stores, ...allowed }), await run('two', { ...stores, ...allowed })]
    const visitor = await visitorWith(one, model)
    const questions = Array.from({ length: 10 }, (_, at) => `How long does delivery take? ${'?'.repeat(at)}`)
    model.speaks(streams('Three to five working days [1], wherever in the country you live.'))
    for (const [index, message] of questions.entries()) {
      const server = index % 2 === 0 ? one : two
      const before = model.asked.length
      const started = await server.ask<ConversationStarted>(visitor.token, 'POST', '/api/conversations', {
        agentId: visitor.agentId,
        another: true
      })
      const { conversationId } = started.body
      const lines = await Promise.all(
        [one, two].map(async each => {
          const line = await connect({}, each.url)
          line.send({ type: 'authenticate', as: 'visitor', agentId: visitor.agentId, token: visitor.token })
          line.send({ type: 'follow', conversationId, after: 0 })
          await line.next('ready')
          return line
        })
      )
      await server.ask(visitor.token, 'POST', `/api/conversations/${conversationId}/messages`, { text: message })
      for (const line of lines) {
        const [, answer] = await line.heard(2)
        expect(answer?.text).toBe('Three to five working days, wherever in the country you live.')
        // The last word came with the message.
        const written = line.frames.flatMap(frame => (frame.type === 'answering' ? [frame.text] : [])).join('')
        expect(written).toMatch(/^Three to five working days,/)
        expect(answer?.text.startsWith(written)).toBe(true)
        line.close()
      }
      expect(model.asked.length).toBe(before + 1)
      expect(await thread(one, visitor.token, conversationId)).toHaveLength(2)
    }
  } finally {
    await endAll('SIGKILL')
    await Promise.all([postgres.stop(), clickhouse.stop(), model.close()])
  }
}, 240_000)

test('a document that was given is read after a kill', async () => {
  let server = await run('data')
  const given = await server.ask<Document>(key, 'POST', '/api/knowledge/documents', {
    kind: 'markdown',
    text: shopHelp
  })
  expect(given.status).toBe(201)
  await end(server.child, 'SIGKILL')
  server = await run('data')
  await expect
    .poll(
      async () => (await server.ask<Document>(key, 'GET', `/api/knowledge/documents/${given.body.id}`)).body.status,
      { timeout: 60_000 }
    )
    .toBe('ready')
}, 180_000)
