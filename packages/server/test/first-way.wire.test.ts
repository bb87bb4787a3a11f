import type { PeoplePage, Person, Timeline } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { identify, newLocalId, page, send, track } from './visitor.ts'
import { call, mintWorkspace, settled } from './workspace.ts'

test('a stranger arrives, browses, and is on the People page with a timeline', async () => {
  const workspace = await mintWorkspace()
  const visitor = await identify(workspace, { localId: newLocalId() })
  expect(visitor.status, JSON.stringify(visitor.body)).toBe(200)
  expect(visitor.body).toMatchObject({ isReturning: false, sessionCount: 1, verified: false })
  const { sessionId } = visitor.body
  const sent = await send(workspace, visitor.body, [
    page('/', { sessionId, referrer: 'https://www.google.com/' }),
    page('/pricing', { sessionId }),
    track('Saw demo', { seconds: 4 }, { sessionId })
  ])
  expect(sent).toMatchObject({ status: 202, body: { accepted: 3, duplicates: 0, rejected: [] } })
  await settled()

  const people = await call<PeoplePage>('GET', '/api/people', { who: workspace.key })
  expect(people.body).toMatchObject({
    total: 1,
    items: [
      {
        id: visitor.body.visitorId,
        events: 3,
        visits: 1,
        country: 'GB',
        browser: 'Chrome',
        firstSource: 'Google',
        online: true
      }
    ]
  })
  const person = await call<Person>('GET', `/api/people/${visitor.body.visitorId}`, { who: workspace.key })
  expect(person.body).toMatchObject({ ip: '81.2.69.142', lastPages: [{ title: 'Page /pricing' }, { title: 'Page /' }] })
  const timeline = await call<Timeline>('GET', `/api/people/${visitor.body.visitorId}/timeline`, { who: workspace.key })
  expect(timeline.body.items.map(item => item.name ?? item.path)).toEqual(['Saw demo', '/pricing', '/'])
  expect(timeline.body.visits[sessionId]).toMatchObject({ pages: 2, events: 3, source: 'Google', entryPath: '/' })
})
