import type { IdentifyAnswer } from '@foyer/protocol'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { enter as enterLine, openLine as openAnyLine } from './live-line.ts'
import { startServer } from './start.ts'
import { anyAddress, chainOf, join, keyWith, signIn, unmerge } from './team.ts'
import { identify, newLocalId, page, send, track, userToken } from './visitor.ts'
import { call, foyerUrl, type Minted, mintWorkspace, settled, turnClock, useServer } from './workspace.ts'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  server = await startServer()
  useServer(server)
})
afterAll(() => server.stop())

const open: { end(): void }[] = []
const openLine: typeof openAnyLine = headers => {
  const line = openAnyLine(headers)
  open.push(line)
  return line
}
const enter: typeof enterLine = async headers => {
  const line = await enterLine(headers)
  open.push(line)
  return line
}
afterEach(() => {
  for (const line of open.splice(0)) line.end()
})

const visitorOf = async (workspace: Minted, more: Record<string, unknown> = {}): Promise<IdentifyAnswer> =>
  (await identify(workspace, { localId: newLocalId(), ...more }, anyAddress())).body
const owner = async (workspace: Minted) => ({ cookie: await signIn(workspace.owner), origin: foyerUrl() })
const isAbout = (id: string) => (frame: { visitor: { id: string } }) => frame.visitor.id === id

describe('who may listen', () => {
  test('a signed-in member, and a key that may see who is here', async () => {
    const workspace = await mintWorkspace()
    const { key } = await keyWith(workspace, 'live:read')
    for (const headers of [await owner(workspace), { authorization: `Bearer ${key}` }]) {
      const line = await enter(headers)
      await line.say({ type: 'watch', what: 'visitors' })
      expect((await line.hears('visitors')).items).toEqual([])
    }
  })

  test('nobody who does not say who they are first', async () => {
    const workspace = await mintWorkspace()
    const headers = await owner(workspace)
    for (const frame of [{ type: 'watch', what: 'visitors' }, { type: 'ping' }] as const) {
      const line = openLine(headers)
      await line.say(frame)
      expect(await line.hears('error')).toMatchObject({
        code: 'no_credential',
        message: expect.stringMatching(/first/)
      })
      expect(await line.closes()).toBe(4001)
    }
    const silent = openLine(headers)
    expect(await silent.closes(8_000)).toBe(4001)
    expect(silent.heard).toEqual([])
  })

  test('nobody without a credential for it, however they ask', async () => {
    const workspace = await mintWorkspace()
    const visitor = await visitorOf(workspace)
    const { key } = await keyWith(workspace, 'people:read')
    const wrong: Record<string, Record<string, string>> = {
      nothing: {},
      'a cookie that never was': { cookie: `foyer_session=fs_${'0'.repeat(64)}` },
      'a key that never was': { authorization: `Bearer fk_${'0'.repeat(64)}` },
      'a key without live:read': { authorization: `Bearer ${key}` },
      'a visitor token': { authorization: `Bearer ${visitor.token}` }
    }
    for (const [what, headers] of Object.entries(wrong)) {
      const line = openLine(headers)
      await line.say({ type: 'authenticate', as: 'member' }, { type: 'watch', what: 'visitors' })
      expect(await line.closes(), what).toBe(4001)
      expect(
        line.heard.map(frame => frame.type),
        what
      ).not.toContain('ready')
      expect(
        line.heard.map(frame => frame.type),
        what
      ).not.toContain('visitors')
    }
  })

  test("P60 no page of another site, though the browser sends the member's cookie along", async () => {
    const workspace = await mintWorkspace()
    const { cookie } = await owner(workspace)
    const { host } = new URL(foyerUrl())
    const foreign = [
      'https://evil.example',
      'null',
      `http://${host}.evil.example`,
      `http://evil.example:${new URL(foyerUrl()).port}`,
      `ws://${host}`,
      `http://${host}@evil.example`,
      'http://localhost',
      'file://'
    ]
    for (const origin of foreign) {
      const line = openLine({ cookie, origin })
      await line.say({ type: 'authenticate', as: 'member' }, { type: 'watch', what: 'visitors' })
      expect(await line.closes(), origin).toBe(4001)
      expect(
        line.heard.every(frame => frame.type === 'error'),
        origin
      ).toBe(true)
    }
    await enter({ cookie, origin: `http://${host}` })
  })

  test('P53 no member who was removed, from a few seconds after', async () => {
    const workspace = await mintWorkspace()
    const { memberId, cookie } = await join(workspace, 'viewer')
    const line = await enter({ cookie, origin: foyerUrl() })
    await line.say({ type: 'watch', what: 'visitors' })
    await line.hears('visitors')
    expect((await call('DELETE', `/api/members/${memberId}`, { who: workspace.key })).status).toBe(204)
    expect(await line.closes(16_000)).toBe(4003)
    const before = line.heard.length
    await send(workspace, await visitorOf(workspace), [page('/')])
    await settled()
    expect(line.heard).toHaveLength(before)
    const again = openLine({ cookie, origin: foyerUrl() })
    await again.say({ type: 'authenticate', as: 'member' })
    expect(await again.closes()).toBe(4001)
  })

  test('nobody who has signed out, from a few seconds after', async () => {
    const workspace = await mintWorkspace()
    const headers = await owner(workspace)
    const line = await enter(headers)
    const out = await call('DELETE', '/api/session', { headers: { ...headers, 'x-foyer': '1' } })
    expect(out.status).toBe(204)
    expect(await line.closes(16_000)).toBe(4003)
  })
})

describe('what is heard', () => {
  test('the list of who is here once, then each who moves', async () => {
    const workspace = await mintWorkspace()
    const [first, second] = [await visitorOf(workspace, { traits: { name: 'Kim' } }), await visitorOf(workspace)]
    await send(workspace, first, [page('/one')])
    await settled()
    const line = await enter(await owner(workspace))
    await line.say({ type: 'watch', what: 'visitors' })
    expect((await line.hears('visitors')).items).toMatchObject([
      { id: first.visitorId, name: 'Kim', path: '/one', country: 'GB' }
    ])
    await send(workspace, second, [page('/two', { title: 'Two' })])
    expect(await line.hears('visitor', isAbout(second.visitorId))).toMatchObject({
      visitor: { path: '/two', title: 'Two' }
    })
    await send(workspace, first, [page('/three')])
    await line.hears('visitor', frame => frame.visitor.id === first.visitorId && frame.visitor.path === '/three')
  })

  test('that somebody has left, half a minute after their page said goodbye', async () => {
    const workspace = await mintWorkspace()
    const visitor = await visitorOf(workspace)
    const line = await enter(await owner(workspace))
    await line.say({ type: 'watch', what: 'visitors' })
    await line.hears('visitors')
    await send(workspace, visitor, [page('/', { timestamp: Date.now() - 1000 }), { ...page('/'), type: 'exit' }])
    await line.hears('visitor', isAbout(visitor.visitorId))
    try {
      await turnClock(40_000)
      await line.hears('left', frame => frame.id === visitor.visitorId, 12_000)
    } finally {
      await turnClock(0)
    }
  })

  test('the events of a watched person as they arrive, the oldest first, each once', async () => {
    const workspace = await mintWorkspace()
    const [visitor, other] = [await visitorOf(workspace), await visitorOf(workspace)]
    await send(workspace, visitor, [page('/before')])
    await settled()
    const line = await enter(await owner(workspace))
    await line.say({ type: 'watch', what: 'person', id: visitor.visitorId })
    await line.settled()
    // Far apart: a batch is put right by how long it took to arrive.
    const at = Date.now() - 60_000
    for (let n = 0; n < 6; n += 1)
      await send(workspace, visitor, [
        track(`${n}b`, {}, { timestamp: at + n * 5_000 + 1 }),
        track(`${n}a`, {}, { timestamp: at + n * 5_000 })
      ])
    await send(workspace, other, [track('of somebody else')])
    const names = () => line.heard.flatMap(frame => (frame.type === 'events' ? frame.items.map(item => item.name) : []))
    await line.hears('events', frame => frame.items.some(item => item.name === '5b'))
    const expected = Array.from({ length: 6 }, (_, n) => [`${n}a`, `${n}b`]).flat()
    expect(names().filter(name => name !== undefined)).toEqual(expected)
    for (const frame of line.heard) if (frame.type === 'events') expect(frame.personId).toBe(visitor.visitorId)

    await line.say({ type: 'unwatch', what: 'person', id: visitor.visitorId })
    await line.settled()
    const before = line.heard.length
    await send(workspace, visitor, [track('unheard')])
    await settled()
    await line.settled()
    expect(line.heard.slice(before).map(frame => frame.type)).toEqual(['pong'])
  })

  test('that a watched person is told apart, named or joined, and then what their other browsers do', async () => {
    const workspace = await mintWorkspace()
    const phoneId = newLocalId()
    const phone = await visitorOf(workspace, { localId: phoneId, userToken: await userToken(workspace, 'ana') })
    const laptopId = newLocalId()
    const laptop = await visitorOf(workspace, { localId: laptopId })
    const lines = await Promise.all(
      [phone, laptop].map(async ({ visitorId }) => {
        const line = await enter(await owner(workspace))
        await line.say({ type: 'watch', what: 'person', id: visitorId })
        await line.settled()
        return line
      })
    )
    const [onPhone, onLaptop] = lines
    if (!onPhone || !onLaptop) throw new Error('no lines')
    const changes = (line: typeof onPhone) => line.heard.filter(frame => frame.type === 'person').length

    await visitorOf(workspace, { localId: laptopId, traits: { name: 'Kim' } })
    await expect.poll(() => changes(onLaptop)).toBe(1)
    // The laptop turns out to be the same person: whoever looks at either is told, and hears of both from then on.
    await visitorOf(workspace, { localId: laptopId, userToken: await userToken(workspace, 'ana', { n: 2 }) })
    await expect.poll(() => Math.min(changes(onPhone) + 1, changes(onLaptop))).toBe(2)
    await send(workspace, laptop, [track('on the laptop')])
    await send(workspace, phone, [track('on the phone')])
    for (const line of lines)
      for (const name of ['on the laptop', 'on the phone'])
        await line.hears('events', frame => frame.items.some(item => item.name === name))

    // And when the join is undone each hears of its own again.
    const [evidence] = (await chainOf(workspace, phone.visitorId)).evidence
    expect((await unmerge(workspace, phone.visitorId, evidence?.id ?? '')).status).toBe(200)
    await send(workspace, laptop, [track('laptop alone')])
    await send(workspace, phone, [track('phone alone')])
    await onLaptop.hears('events', frame => frame.items.some(item => item.name === 'laptop alone'))
    await onPhone.hears('events', frame => frame.items.some(item => item.name === 'phone alone'))
    const heard = (line: typeof onPhone) => JSON.stringify(line.heard)
    expect(heard(onPhone)).not.toContain('laptop alone')
    expect(heard(onLaptop)).not.toContain('phone alone')
  })

  test('that an installation was heard from', async () => {
    const workspace = await mintWorkspace()
    const line = await enter(await owner(workspace))
    await line.say({ type: 'watch', what: 'installation' })
    await line.settled()
    await send(workspace, await visitorOf(workspace), [page('/hello')])
    expect(await line.hears('installed')).toMatchObject({
      agentId: workspace.agentId,
      url: 'https://shop.example/hello'
    })
  })

  test('P47 nothing of another workspace, whatever is asked for', async () => {
    const [workspace, other] = [await mintWorkspace(), await mintWorkspace()]
    const theirs = await visitorOf(other, { traits: { name: 'Secret Sam' } })
    await send(other, theirs, [page('/secret')])
    await settled()
    const line = await enter(await owner(workspace))
    const control = await enter(await owner(other))
    for (const one of [line, control])
      await one.say(
        { type: 'watch', what: 'visitors' },
        { type: 'watch', what: 'installation' },
        { type: 'watch', what: 'person', id: theirs.visitorId }
      )
    expect((await line.hears('visitors')).items).toEqual([])
    expect(await line.hears('error')).toMatchObject({ code: 'not_found' })
    await control.settled()
    await send(other, theirs, [page('/more-secrets'), track('Secret')])
    await visitorOf(other, { localId: newLocalId(), traits: { name: 'Secret Sue' } })
    await control.hears('visitor')
    await control.hears('installed')
    await control.hears('events', frame => frame.items.some(item => item.name === 'Secret'))
    // One of their own, sent after: when it is heard, whatever came before it would have been.
    const own = await visitorOf(workspace)
    await send(workspace, own, [page('/own')])
    await line.hears('visitor', isAbout(own.visitorId))
    expect(JSON.stringify(line.heard)).not.toMatch(/[Ss]ecret/)
    expect(JSON.stringify(line.heard)).not.toContain(theirs.visitorId)
    expect(JSON.stringify(line.heard)).not.toContain(other.agentId)
  })
})

describe('P75 how long it is borne with', () => {
  test('what is no frame is answered, and the line stays open', async () => {
    const workspace = await mintWorkspace()
    const line = await enter(await owner(workspace))
    const nonsense: (string | Buffer)[] = [
      '',
      'hello',
      '[]',
      'null',
      '{"type":"watch","what":"everything"}',
      '{"type":"watch","what":"person","id":"x"}',
      '{"type":"__proto__"}',
      Buffer.from([0, 1, 2]),
      '['.repeat(20_000),
      '{"a":'.repeat(5000)
    ]
    for (const data of nonsense) await line.sayRaw(data)
    await line.settled()
    expect(line.heard.filter(frame => frame.type === 'error')).toHaveLength(nonsense.length)
    await line.sayRaw(JSON.stringify({ type: 'ping', more: 'x'.repeat(70_000) }))
    expect(await line.closes()).toBe(1009)
  })

  test('a flood of frames is ended', async () => {
    const workspace = await mintWorkspace()
    const headers = await owner(workspace)
    const line = await enter(headers)
    for (let n = 0; n < 2_000; n += 1) line.socket.send('{"type":"ping"}')
    expect(await line.closes()).toBe(4008)
    expect(line.heard.filter(frame => frame.type === 'pong').length).toBeLessThan(100)
    await enter(headers)
  })

  test('CH2 a line that died without a word is ended within 15 seconds, and one that answers stays', async () => {
    const headers = await owner(await mintWorkspace())
    const [alive, dead] = [await enter(headers), await enter(headers)]
    // As where a phone has left the network: nothing is closed, and nothing comes.
    Object.assign(dead.socket, { pong: () => undefined })
    expect(await dead.closes(20_000)).toBe(1006)
    expect(alive.closed).toBeNull()
  })

  test('a reader that never reads is cut off, and others hear on', async () => {
    const workspace = await mintWorkspace()
    const visitors = await Promise.all(Array.from({ length: 40 }, () => visitorOf(workspace)))
    await Promise.all(
      visitors.map(visitor => send(workspace, visitor, [page(`/${'x'.repeat(2_000)}`, { title: '漢'.repeat(500) })]))
    )
    await settled()
    const headers = await owner(workspace)
    const [stuck, other] = [await enter(headers), await enter(headers)]
    await other.say({ type: 'watch', what: 'visitors' })
    const [one] = visitors
    if (!one) throw new Error('no visitors')
    // Takes no more bytes off the wire, and goes on asking for the long list. What tells that it was cut off is that it cannot.
    stuck.socket.pause()
    const asking = setInterval(() => {
      if (stuck.socket.readyState === stuck.socket.OPEN) stuck.socket.send('{"type":"watch","what":"visitors"}')
    }, 60)
    try {
      await expect.poll(() => stuck.socket.readyState, { timeout: 25_000, interval: 50 }).not.toBe(stuck.socket.OPEN)
    } finally {
      clearInterval(asking)
    }
    await send(workspace, one, [page('/still-heard')])
    await other.hears('visitor', frame => frame.visitor.path === '/still-heard')
  })
})
