import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSimulatedServer, openTab } from './testing/simulated-server.ts'
import { createTime, memoryStorage } from './testing/simulated-time.ts'

const step = fc.oneof(
  fc.record({ does: fc.constant('visitor says' as const), tab: fc.nat(1) }),
  fc.record({ does: fc.constantFrom('team says', 'team notes', 'cut', 'silence', 'down', 'up') }),
  fc.record({
    does: fc.constant('fates' as const),
    fates: fc.array(fc.constantFrom('answered' as const, 'lost' as const, 'unanswered' as const, 503 as const), {
      maxLength: 4
    })
  }),
  fc.record({ does: fc.constant('wait' as const), ms: fc.nat(20_000) }),
  fc.record({ does: fc.constant('reload' as const), tab: fc.nat(1) })
)

test('CH1 whatever the network does: each message once, the same order on both sides, none missing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async steps => {
      const time = createTime()
      const server = createSimulatedServer(time)
      const disk = memoryStorage()
      const tabs = [openTab(server, time, disk, 1), openTab(server, time, disk, 2)]
      let seed = 2
      const written: string[][] = [[], []]
      for (const next of steps) {
        const tab = 'tab' in next ? next.tab : 0
        if (next.does === 'visitor says') {
          const text = `${tab}.${written[tab]?.length}`
          written[tab]?.push(text)
          tabs[tab]?.chat.say(text)
        }
        if (next.does === 'team says') server.teamSays(`team ${server.shown().length}`)
        if (next.does === 'team notes') server.teamNotes('a note')
        if (next.does === 'cut') server.cutLines()
        if (next.does === 'silence') server.silence()
        if (next.does === 'down') {
          server.network.isUp = false
          server.cutLines()
        }
        if (next.does === 'up') server.network.isUp = true
        if (next.does === 'fates') server.network.fates.push(...next.fates)
        if (next.does === 'reload') {
          tabs[tab]?.chat.end()
          tabs[tab] = openTab(server, time, disk, ++seed)
          tabs[tab]?.chat.connect()
        }
        await time.pass(next.does === 'wait' ? next.ms : 30)
      }
      server.network.isUp = true
      server.network.fates = []
      for (const { chat } of tabs) chat.connect()
      await time.pass(300_000)
      const shown = server.shown().map(({ text }) => text)
      for (const [tab, texts] of written.entries())
        expect(shown.filter(text => text.startsWith(`${tab}.`)).toSorted()).toEqual(texts.toSorted())
      for (const { chat } of tabs) {
        while (chat.state.thread.older) {
          chat.loadOlder()
          await time.pass(1_000)
        }
        expect(chat.state.thread.messages.map(({ text }) => text)).toEqual(shown)
        expect(chat.state.outbox).toEqual([])
      }
      for (const { chat } of tabs) chat.end()
    }),
    { numRuns: 150 }
  )
}, 60_000)
