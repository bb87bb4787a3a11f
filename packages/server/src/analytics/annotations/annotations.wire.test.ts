import type { Annotation, Annotations, AuditEntry } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { asMember, join, keyWith, signIn } from '../../../test/team.ts'
import { call, type Minted, mintWorkspace } from '../../../test/workspace.ts'

const write = (workspace: Minted, at: string, text: string) =>
  call<Annotation>('POST', '/api/annotations', { who: workspace.key, body: { at, text } })
const textsIn = async (workspace: Minted, span: Record<string, string> = {}) => {
  const { body } = await call<Annotations>('GET', `/api/annotations?${new URLSearchParams(span)}`, {
    who: workspace.key
  })
  return body.items.map(one => one.text)
}

test('a note is written, changed and deleted, says by whom, and each is in the audit trail', async () => {
  const workspace = await mintWorkspace()
  const owner = asMember(await signIn(workspace.owner))
  const added = await call<Annotation>('POST', '/api/annotations', {
    headers: owner,
    body: { at: '2026-11-26', text: '  Winter sale  ' }
  })
  expect(added.status, JSON.stringify(added.body)).toBe(201)
  expect(added.body).toMatchObject({ at: '2026-11-26', text: 'Winter sale', createdBy: expect.any(String) })
  const path = `/api/annotations/${added.body.id}`
  const changed = await call<Annotation>('PATCH', path, {
    who: workspace.key,
    body: { at: '2026-11-27T08:30:00+01:00' }
  })
  expect(changed.body).toMatchObject({
    at: '2026-11-27T07:30:00.000Z',
    text: 'Winter sale',
    createdBy: added.body.createdBy
  })
  expect(await textsIn(workspace)).toEqual(['Winter sale'])
  expect((await call('DELETE', path, { who: workspace.key })).status).toBe(204)
  expect(await textsIn(workspace)).toEqual([])
  expect((await call('DELETE', path, { who: workspace.key })).status).toBe(404)

  const { body } = await call<{ items: AuditEntry[] }>('GET', '/api/audit', { who: workspace.key })
  const told = body.items.filter(entry => entry.action.startsWith('annotation.'))
  expect(told.map(entry => [entry.action, entry.target])).toEqual([
    ['annotation.deleted', added.body.id],
    ['annotation.changed', added.body.id],
    ['annotation.added', added.body.id]
  ])
  expect(told[1]?.detail).toEqual({
    before: { at: '2026-11-26', text: 'Winter sale' },
    after: { at: '2026-11-27T07:30:00.000Z', text: 'Winter sale' }
  })
})

test('those of a time are found by its own clocks: a day is that day everywhere, an instant is where it falls', async () => {
  const workspace = await mintWorkspace()
  await write(workspace, '2026-11-25', 'the day before')
  await write(workspace, '2026-11-26', 'the day')
  await write(workspace, '2026-11-27', 'the day after')
  // Half past midnight of the 27th in Berlin.
  await write(workspace, '2026-11-26T23:30:00Z', 'late')
  const day = { from: '2026-11-26', to: '2026-11-26' }
  expect(await textsIn(workspace, { ...day, timezone: 'UTC' })).toEqual(['late', 'the day'])
  expect(await textsIn(workspace, { ...day, timezone: 'Europe/Berlin' })).toEqual(['the day'])
  const berlin = { timezone: 'Europe/Berlin', to: '2026-11-27' }
  expect(await textsIn(workspace, { from: '2026-11-27', ...berlin })).toEqual(['the day after', 'late'])
  // As a report says its time: the instants its days begin and end with.
  const instants = { from: '2026-11-25T23:00:00.000Z', to: '2026-11-26T23:00:00.000Z', timezone: 'Europe/Berlin' }
  expect(await textsIn(workspace, instants)).toEqual(['the day'])
  // Without a timezone: the workspace's.
  await call('PATCH', '/api/workspace', { who: workspace.key, body: { timezone: 'Europe/Berlin' } })
  expect(await textsIn(workspace, day)).toEqual(['the day'])
  expect(await textsIn(workspace)).toEqual(['the day after', 'late', 'the day', 'the day before'])
})

test('what is no note is refused by the name of its field', async () => {
  const workspace = await mintWorkspace()
  const refusedBy = async (body: unknown, path = '/api/annotations', method = 'POST') => {
    const answer = await call<{ error: { field?: string } }>(method, path, {
      who: workspace.key,
      ...(method === 'GET' ? {} : { body })
    })
    expect(answer.status, JSON.stringify(answer.body)).toBeGreaterThanOrEqual(400)
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500)
    return answer.body.error.field
  }
  expect(await refusedBy({ at: '2026-02-30', text: 'no such day' })).toBe('at')
  expect(await refusedBy({ at: 'yesterday', text: 'no day' })).toBe('at')
  expect(await refusedBy({ at: '2026-11-26' })).toBe('text')
  expect(await refusedBy({ at: '2026-11-26', text: ' \n ' })).toBe('text')
  expect(await refusedBy({ at: '2026-11-26', text: '\u0000 \u0000' })).toBe('text')
  expect(await refusedBy({ at: '2026-11-26', text: 'x'.repeat(501) })).toBe('text')
  expect(await refusedBy({}, '/api/annotations?from=2026-11-01', 'GET')).toBe('to')
  expect(await refusedBy({}, '/api/annotations?to=2026-11-01', 'GET')).toBe('from')
  expect(await refusedBy({}, '/api/annotations?from=2026-11-02&to=2026-11-01', 'GET')).toBe('to')
  const hostile = await write(workspace, '2026-11-26', "'); DROP TABLE annotations;-- \u0000\u202e<script>")
  expect(hostile.status, JSON.stringify(hostile.body)).toBe(201)
  expect(await textsIn(workspace)).toHaveLength(1)
})

test('P50 a note of another workspace is not there, and whoever may only read writes none', async () => {
  const [mine, theirs] = [await mintWorkspace(), await mintWorkspace()]
  const { id } = (await write(theirs, '2026-11-26', 'theirs')).body
  expect(await textsIn(mine)).toEqual([])
  for (const method of ['PATCH', 'DELETE']) {
    const answer = await call(method, `/api/annotations/${id}`, {
      who: mine.key,
      ...(method === 'PATCH' && { body: { text: 'mine' } })
    })
    expect(answer.status).toBe(404)
  }
  expect(await textsIn(theirs)).toEqual(['theirs'])
  const { key } = await keyWith(theirs, 'analytics:read')
  const attempt = await call('POST', '/api/annotations', { who: key, body: { at: '2026-11-26', text: 'x' } })
  expect(attempt.status).toBe(403)
})

test('whoever wrote it may leave, the note stays', async () => {
  const workspace = await mintWorkspace()
  const member = await join(workspace, 'admin')
  const added = await call<Annotation>('POST', '/api/annotations', {
    headers: asMember(member.cookie),
    body: { at: '2026-11-26', text: 'Release 4' }
  })
  expect(added.status, JSON.stringify(added.body)).toBe(201)
  expect((await call('DELETE', `/api/members/${member.memberId}`, { who: workspace.key })).status).toBe(204)
  const { body } = await call<Annotations>('GET', '/api/annotations', { who: workspace.key })
  expect(body.items).toMatchObject([{ text: 'Release 4' }])
})
