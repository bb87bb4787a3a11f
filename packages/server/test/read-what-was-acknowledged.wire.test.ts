import type { Timeline } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { identify, newLocalId, page, send } from './visitor.ts'
import { call, mintWorkspace } from './workspace.ts'

test('what was acknowledged is on the timeline of whoever asks next', async () => {
  const workspace = await mintWorkspace()
  const visitor = await identify(workspace, { localId: newLocalId() })
  for (let time = 1; time <= 10; time += 1) {
    await send(workspace, visitor.body, [page(`/${time}`)])
    const timeline = await call<Timeline>('GET', `/api/people/${visitor.body.visitorId}/timeline`, {
      who: workspace.key
    })
    expect(timeline.body.items).toHaveLength(time)
  }
})
