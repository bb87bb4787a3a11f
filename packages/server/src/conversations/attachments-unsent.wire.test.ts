import type { Attachment, Message } from '@foyer/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer } from '../../test/start.ts'
import { foyerUrl, mintWorkspace, placesOf, sweepAttachments, turnClock, useServer } from '../../test/workspace.ts'
import { as, by, colleague, type Guest, guest, start } from './testing/talking.ts'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  server = await startServer()
  useServer(server)
})
afterAll(() => server.stop())

const hour = 3_600_000
const token = (visitor: Guest) => ({ authorization: `Bearer ${visitor.token}`, 'x-forwarded-for': visitor.ip })

test('CH8 a file that was uploaded and never sent is gone a day later, bytes and all; what was sent stays', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const { conversationId } = await start(workspace, visitor, 'Hi')
  const place = `/api/conversations/${conversationId}/attachments`
  const upload = async (name: string, who: Record<string, string> = token(visitor)) => {
    const headers = { ...who, 'content-type': 'text/plain' }
    const answer = await fetch(`${foyerUrl()}${place}?name=${name}`, { method: 'POST', headers, body: `in ${name}` })
    expect(answer.status).toBe(201)
    return ((await answer.json()) as Attachment).id
  }
  const statusOf = async (id: string) =>
    (await fetch(`${foyerUrl()}${place}/${id}`, { headers: { cookie: ana.cookie } })).status
  const sent = await upload('sent.txt')
  const said = await as<Message>(visitor, 'POST', `/api/conversations/${conversationId}/messages`, {
    attachments: [sent]
  })
  expect(said.status).toBe(201)
  const noted = await upload('noted.txt', { cookie: ana.cookie, 'x-foyer': '1', origin: foyerUrl() })
  await by(ana, 'POST', `/api/conversations/${conversationId}/notes`, { text: 'Look', attachments: [noted] })
  const left = [
    await upload('left-by-visitor.txt'),
    await upload('left-by-member.txt', { cookie: ana.cookie, 'x-foyer': '1', origin: foyerUrl() })
  ]
  await turnClock(23 * hour)
  const young = await upload('young.txt')
  expect(await sweepAttachments()).toBe(0)
  await turnClock(25 * hour)
  expect(await sweepAttachments()).toBe(2)
  expect(await Promise.all([sent, noted, young].map(statusOf))).toEqual([200, 200, 200])
  expect(await Promise.all(left.map(statusOf))).toEqual([404, 404])
  // As the store writes bytes out.
  const bytes = (name: string) => placesOf(Buffer.from(`in ${name}`).toString('hex'))
  expect(await bytes('left-by-visitor.txt')).toEqual([])
  expect(await bytes('sent.txt')).toEqual(['attachment_pieces'])
  // It cannot be sent any more either, and what was sent in time is swept by nobody.
  const late = await as(visitor, 'POST', `/api/conversations/${conversationId}/messages`, { attachments: [left[0]] })
  expect(late.status).toBe(422)
  await turnClock(72 * hour)
  expect(await sweepAttachments()).toBe(1)
  expect(await Promise.all([sent, noted, young].map(statusOf))).toEqual([200, 200, 404])
})
