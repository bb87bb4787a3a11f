import { expect, test } from 'vitest'
import { mintWorkspace } from '../../test/workspace.ts'
import { colleague, guest, type Line, memberLine, replies, start, visitorLine } from './testing/talking.ts'

test('a thousand sockets are held at once: each is told what is its visitor’s, once, and nothing of anybody else’s', async () => {
  const workspace = await mintWorkspace()
  const ana = await colleague(workspace)
  const desk = await memberLine(ana)
  desk.send({ type: 'inbox', on: true })
  await desk.next('presence')
  const talks = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const visitor = await guest(workspace)
      const { conversationId } = await start(workspace, visitor, `Question ${index}`)
      return { visitor, conversationId, index, lines: [] as Line[] }
    })
  )
  for (const talk of talks) {
    talk.lines = await Promise.all(Array.from({ length: 25 }, () => visitorLine(workspace, talk.visitor)))
    for (const line of talk.lines) line.send({ type: 'follow', conversationId: talk.conversationId, after: 1 })
  }
  const lines = talks.flatMap(talk => talk.lines)
  expect(lines).toHaveLength(1_000)
  await Promise.all(talks.map(talk => replies(ana, talk.conversationId, `Answer ${talk.index}`)))
  for (const { lines: own, index } of talks)
    for (const line of own) expect((await line.heard(1)).map(message => message.text)).toEqual([`Answer ${index}`])
  await desk.next('conversation', frame => frame.conversation.snippet === 'Answer 39')
  expect(lines.filter(line => line.socket.readyState !== line.socket.OPEN)).toEqual([])
  for (const line of [...lines, desk]) line.close()
}, 60_000)
