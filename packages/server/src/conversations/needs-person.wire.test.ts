import type { ConversationCounts } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { type Minted, mintWorkspace } from '../../test/workspace.ts'
import { pastes, shopHelp } from '../knowledge/testing/shelf.ts'
import { answered, sets } from './testing/answering.ts'
import { as, by, type Colleague, changes, colleague, guest, listOf, start } from './testing/talking.ts'

const asks = async (workspace: Minted, text: string) => {
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, text)
  return { visitor, id: conversationId }
}
const countsOf = async (member: Colleague) =>
  (await by<ConversationCounts>(member, 'GET', '/api/conversations/counts')).body
const idsOf = async (workspace: Minted, query: string) => (await listOf(workspace, query)).map(({ id }) => id)

test('what the agent answers is told from what is left for people, in the list and in the numbers', async () => {
  const workspace = await mintWorkspace()
  const ana = await colleague(workspace)
  const before = await asks(workspace, 'Is anybody there?')
  expect(await countsOf(ana)).toMatchObject({ forTeam: 1, withResponder: 0, hasResponder: false })

  await pastes(workspace, { text: shopHelp })
  await sets(workspace, { kind: 'documents' })
  const answeredOne = await asks(workspace, 'How long does delivery take?')
  const handed = await asks(workspace, 'How much is express delivery?')
  for (const { visitor, id } of [answeredOne, handed]) await answered(visitor, id)
  await as(handed.visitor, 'POST', `/api/conversations/${handed.id}/hand-over`)

  expect(await idsOf(workspace, '?answeredBy=responder')).toEqual([answeredOne.id])
  // Who was never answered by an agent is a person's to answer too.
  expect((await idsOf(workspace, '?answeredBy=team')).toSorted()).toEqual([before.id, handed.id].toSorted())
  expect(await countsOf(ana)).toMatchObject({ open: 3, forTeam: 2, withResponder: 1, hasResponder: true })

  await changes(ana, answeredOne.id, { answeredBy: 'team' })
  expect(await countsOf(ana)).toMatchObject({ forTeam: 3, withResponder: 0 })
  await sets(workspace, { kind: 'none' })
  expect(await countsOf(ana)).toMatchObject({ hasResponder: false })
})

test('another workspace’s agent and conversations are not in the numbers', async () => {
  const workspace = await mintWorkspace()
  const other = await mintWorkspace()
  await pastes(other, { text: shopHelp })
  await sets(other, { kind: 'documents' })
  await asks(other, 'How long does delivery take?')
  const ana = await colleague(workspace)
  expect(await countsOf(ana)).toMatchObject({ open: 0, forTeam: 0, withResponder: 0, hasResponder: false })
})
