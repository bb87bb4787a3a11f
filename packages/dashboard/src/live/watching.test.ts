import type { LiveFrame } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { openLine, type Socket } from './line.ts'
import { openWatching } from './watching.ts'

const person = `vis_${'a'.repeat(32)}`

/** The other end of the wire, and a clock that moves when it is told to. */
function wire() {
  const sockets: (Socket & { sent: unknown[]; isClosed: boolean })[] = []
  let timers: { at: number; act: () => void }[] = []
  let now = 0
  let signedOut = 0
  const line = openLine({
    connect() {
      const socket = {
        sent: [] as unknown[],
        isClosed: false,
        send: (text: string) => void socket.sent.push(JSON.parse(text)),
        close: () => {
          socket.isClosed = true
        },
        onopen: null,
        onmessage: null,
        onclose: null
      } as Socket & { sent: unknown[]; isClosed: boolean }
      sockets.push(socket)
      return socket
    },
    after(ms, act) {
      const timer = { at: now + ms, act }
      timers.push(timer)
      return () => {
        timers = timers.filter(other => other !== timer)
      }
    },
    random: () => 1,
    signedOut: () => {
      signedOut += 1
    }
  })
  const live = { watch: openWatching(line), state: line.state, subscribe: line.subscribe, hurry: line.hurry }
  const newest = () => {
    const socket = sockets.at(-1)
    if (!socket) throw new Error('nothing connected')
    return socket
  }
  const tell = (frame: LiveFrame) => newest().onmessage?.({ data: JSON.stringify(frame) })
  return {
    live,
    sockets,
    newest,
    tell,
    accept() {
      newest().onopen?.()
      tell({ type: 'ready' })
    },
    drop: (code = 1006) => newest().onclose?.({ code }),
    pass(ms: number) {
      const until = now + ms
      for (;;) {
        const due = timers.filter(timer => timer.at <= until).sort((left, right) => left.at - right.at)[0]
        if (!due) break
        now = due.at
        timers = timers.filter(other => other !== due)
        due.act()
      }
      now = until
    },
    signedOut: () => signedOut
  }
}

test('it says who it is first, and what it watches once that is accepted', () => {
  const { live, newest, accept } = wire()
  live.watch({ type: 'watch', what: 'visitors' }, () => undefined)
  expect(live.state()).toBe('connecting')
  accept()
  expect(newest().sent).toEqual([
    { type: 'authenticate', as: 'member' },
    { type: 'watch', what: 'visitors' }
  ])
  expect(live.state()).toBe('open')
})

test('each frame reaches only those who watch such things', () => {
  const { live, accept, tell } = wire()
  const heard: string[] = []
  live.watch({ type: 'watch', what: 'visitors' }, frame => heard.push(`list ${frame.type}`))
  live.watch({ type: 'watch', what: 'person', id: person }, frame => heard.push(`person ${frame.type}`))
  accept()
  tell({ type: 'left', id: person })
  tell({ type: 'events', personId: person, items: [] })
  tell({ type: 'pong' })
  expect(heard).toEqual(['list left', 'person events'])
})

test('a lost connection comes back by itself, with growing waits, and watches again', () => {
  const { live, sockets, newest, accept, drop, pass } = wire()
  const states: string[] = []
  live.subscribe(() => states.push(live.state()))
  live.watch({ type: 'watch', what: 'visitors' }, () => undefined)
  accept()
  drop()
  expect(live.state()).toBe('reconnecting')
  pass(499)
  expect(sockets).toHaveLength(1)
  pass(1)
  expect(sockets).toHaveLength(2)
  drop()
  pass(999)
  expect(sockets).toHaveLength(2)
  pass(1)
  expect(sockets).toHaveLength(3)
  accept()
  expect(newest().sent).toContainEqual({ type: 'watch', what: 'visitors' })
  expect(states).toEqual(['open', 'reconnecting', 'open'])
})

test('after a gap, whoever watches a person is told to look again', () => {
  const { live, accept, drop, pass } = wire()
  const heard: LiveFrame[] = []
  live.watch({ type: 'watch', what: 'person', id: person }, frame => heard.push(frame))
  accept()
  drop()
  pass(500)
  accept()
  expect(heard).toEqual([{ type: 'person', personId: person }])
})

test('a connection that has gone silent is given up and made anew', () => {
  const { live, sockets, newest, accept, tell, pass } = wire()
  live.watch({ type: 'watch', what: 'visitors' }, () => undefined)
  accept()
  pass(25_000)
  expect(newest().sent).toContainEqual({ type: 'ping' })
  tell({ type: 'pong' })
  pass(34_000)
  expect(live.state()).toBe('open')
  pass(1_000)
  expect(live.state()).toBe('reconnecting')
  expect(sockets[0]?.isClosed).toBe(true)
  pass(500)
  expect(sockets).toHaveLength(2)
})

test('a session that is over is not tried again', () => {
  const { live, sockets, accept, drop, pass, signedOut } = wire()
  live.watch({ type: 'watch', what: 'visitors' }, () => undefined)
  accept()
  drop(4003)
  pass(60_000)
  expect(sockets).toHaveLength(1)
  expect(signedOut()).toBe(1)
})

test('from page to page the connection stays; when nobody watches any more it is closed', () => {
  const { live, sockets, newest, accept, pass } = wire()
  const stop = live.watch({ type: 'watch', what: 'visitors' }, () => undefined)
  accept()
  stop()
  const stopSecond = live.watch({ type: 'watch', what: 'person', id: person }, () => undefined)
  pass(10_000)
  expect(sockets).toHaveLength(1)
  expect(newest().sent).toContainEqual({ type: 'unwatch', what: 'visitors' })
  stopSecond()
  pass(2_000)
  expect(newest().isClosed).toBe(true)
})

test('when the network is back nobody waits for the next try', () => {
  const { live, sockets, accept, drop } = wire()
  live.watch({ type: 'watch', what: 'visitors' }, () => undefined)
  accept()
  drop()
  live.hurry()
  expect(sockets).toHaveLength(2)
})
