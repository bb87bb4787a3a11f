import { describe, expect, it } from 'vitest'
import { openLine, type Socket } from './line.ts'

function world() {
  const sockets: (Socket & { sent: Record<string, unknown>[] })[] = []
  let timers: { act: () => void; ms: number }[] = []
  let signedOut = 0
  const line = openLine({
    connect() {
      const sent: Record<string, unknown>[] = []
      const socket = {
        sent,
        send: (text: string) => void sent.push(JSON.parse(text)),
        close: () => undefined,
        onopen: null,
        onmessage: null,
        onclose: null
      }
      sockets.push(socket)
      return socket
    },
    after(ms, act) {
      const timer = { act, ms }
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
  const last = () => sockets.at(-1) ?? sockets[0]
  return {
    line,
    sockets,
    signedOut: () => signedOut,
    sent: () => last()?.sent.map(frame => frame.type) ?? [],
    frames: () => last()?.sent ?? [],
    ready() {
      last()?.onopen?.()
      last()?.onmessage?.({ data: JSON.stringify({ type: 'ready' }) })
    },
    drop: (code = 1006) => last()?.onclose?.({ code }),
    runTimers() {
      const due = timers
      timers = []
      for (const { act } of due) act()
    },
    waits: () => timers.map(({ ms }) => ms)
  }
}

describe('the line', () => {
  const follow = (after: () => number) => ({
    ask: () => ({ type: 'follow' as const, conversationId: 'cnv_1', after: after() }),
    end: { type: 'unfollow' as const, conversationId: 'cnv_1' }
  })

  it('says who speaks first, then what is wished for', () => {
    const { line, ready, sent } = world()
    line.keep(follow(() => 3))
    ready()
    expect(sent()).toEqual(['authenticate', 'follow'])
  })

  it('asks after a drop for exactly what was missed', () => {
    const { line, ready, drop, runTimers, frames, sockets } = world()
    let seen = 3
    line.keep(follow(() => seen))
    ready()
    seen = 8
    drop()
    expect(line.state()).toBe('reconnecting')
    runTimers()
    ready()
    expect(sockets).toHaveLength(2)
    expect(frames()).toContainEqual({ type: 'follow', conversationId: 'cnv_1', after: 8 })
    expect(line.state()).toBe('open')
  })

  it('waits longer after every try that fails, and not for ever', () => {
    const { line, drop, runTimers, waits } = world()
    line.keep(follow(() => 0))
    const seen: (number | undefined)[] = []
    for (let tries = 0; tries < 8; tries += 1) {
      drop()
      seen.push(waits()[0])
      runTimers()
    }
    expect(seen).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000])
  })

  it('does not come back once the session is over', () => {
    const { line, ready, drop, runTimers, sockets, signedOut } = world()
    line.keep(follow(() => 0))
    ready()
    drop(4003)
    runTimers()
    expect(sockets).toHaveLength(1)
    expect(signedOut()).toBe(1)
  })

  it('takes back a wish, and says nothing while the line is down', () => {
    const { line, ready, drop, sent } = world()
    const end = line.keep(follow(() => 0))
    expect(line.say({ type: 'ping' })).toBe(false)
    ready()
    expect(line.say({ type: 'ping' })).toBe(true)
    end()
    end()
    expect(sent().filter(type => type === 'unfollow')).toHaveLength(1)
    drop()
    expect(line.say({ type: 'ping' })).toBe(false)
  })
})
