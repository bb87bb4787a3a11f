import { expect, test } from 'vitest'
import { receiptOf, unreadOf } from './conversation/thread.ts'
import { createSimulatedServer, openTab } from './testing/simulated-server.ts'
import { createTime, memoryStorage } from './testing/simulated-time.ts'

const begin = () => {
  const time = createTime()
  const server = createSimulatedServer(time)
  return { time, server }
}
const texts = (chat: { state: { thread: { messages: readonly { text: string }[] } } }) =>
  chat.state.thread.messages.map(({ text }) => text)

test('nothing is asked or stored before the visitor or the page does something', async () => {
  const { time, server } = begin()
  const { disk } = openTab(server, time)
  await time.pass(60_000)
  expect(Object.keys(disk)).toEqual([])
  expect(server.lines()).toBe(0)
})

test('a first message begins a conversation, the answer comes, and the badge counts it until it is seen', async () => {
  const { time, server } = begin()
  const { chat, news } = openTab(server, time)
  chat.say('Do you ship to Norway?')
  expect(chat.state.outbox).toMatchObject([{ text: 'Do you ship to Norway?' }])
  await time.pass(1_000)
  expect(chat.state.outbox).toEqual([])
  expect(texts(chat)).toEqual(['Do you ship to Norway?'])
  server.teamSays('We do.')
  await time.pass(1_000)
  expect(news.map(({ text }) => text)).toEqual(['We do.'])
  expect(unreadOf(chat.state.thread)).toBe(1)
  chat.seen(true)
  await time.pass(1_000)
  expect(unreadOf(chat.state.thread)).toBe(0)
  expect(server.conversations[0]?.facts.marks.visitor).toEqual({ delivered: 2, read: 2 })
})

test('a message is sent, then delivered, then read, and never goes back', async () => {
  const { time, server } = begin()
  const { chat } = openTab(server, time)
  chat.say('Hello')
  await time.pass(1_000)
  const receipt = () => chat.state.thread.messages[0] && receiptOf(chat.state.thread, chat.state.thread.messages[0])
  expect(receipt()).toBe('sent')
  const visitor = { delivered: 1, read: 1 }
  for (const [team, wanted] of [
    [{ delivered: 1, read: 0 }, 'delivered'],
    [{ delivered: 1, read: 1 }, 'read'],
    [{ delivered: 0, read: 0 }, 'read']
  ] as const) {
    server.change({ marks: { visitor, team } })
    await time.pass(100)
    expect(receipt()).toBe(wanted)
  }
})

test('CH2 what was missed while the line was down comes when it is back, once and in order', async () => {
  const { time, server } = begin()
  const { chat } = openTab(server, time)
  chat.say('One')
  await time.pass(1_000)
  server.network.isUp = false
  server.cutLines()
  server.teamSays('Two')
  server.teamNotes('for us only')
  server.teamSays('Three')
  chat.say('Four')
  await time.pass(120_000)
  expect(chat.state.line).not.toBe('open')
  server.network.isUp = true
  await time.pass(60_000)
  expect(texts(chat)).toEqual(['One', 'Two', 'Three', 'Four'])
  expect(chat.state.outbox).toEqual([])
})

test('CH2 a line that is dead without saying so is noticed and replaced', async () => {
  const { time, server } = begin()
  const { chat } = openTab(server, time)
  chat.say('One')
  await time.pass(1_000)
  server.silence()
  server.teamSays('Two')
  await time.pass(45_000)
  expect(texts(chat)).toEqual(['One', 'Two'])
})

test('CH3 written while offline, the tab closed, opened again: said once', async () => {
  const { time, server } = begin()
  const disk = memoryStorage()
  const first = openTab(server, time, disk)
  first.chat.say('Hello')
  await time.pass(1_000)
  server.network.isUp = false
  server.cutLines()
  first.chat.say('Anybody there?')
  await time.pass(300_000)
  first.chat.end()
  server.network.isUp = true
  const second = openTab(server, time, disk, 2)
  second.chat.connect()
  await time.pass(5_000)
  expect(server.shown().map(({ text }) => text)).toEqual(['Hello', 'Anybody there?'])
  expect(texts(second.chat)).toEqual(['Hello', 'Anybody there?'])
  expect(Object.keys(disk).filter(key => key.includes('_say_'))).toEqual([])
})

test('where the answer is lost the message is sent again under the same id, and is one message', async () => {
  const { time, server } = begin()
  const { chat } = openTab(server, time)
  chat.say('Hello')
  await time.pass(1_000)
  server.cutLines()
  server.network.fates = ['unanswered', 'unanswered']
  chat.say('Once')
  await time.pass(60_000)
  expect(server.shown().map(({ text }) => text)).toEqual(['Hello', 'Once'])
  expect(texts(chat)).toEqual(['Hello', 'Once'])
})

test('two tabs are in step: what is written and read in one is so in the other', async () => {
  const { time, server } = begin()
  const disk = memoryStorage()
  const one = openTab(server, time, disk)
  const two = openTab(server, time, disk, 2)
  one.chat.say('From the first tab')
  await time.pass(1_000)
  two.chat.connect()
  await time.pass(1_000)
  expect(texts(two.chat)).toEqual(['From the first tab'])
  two.chat.say('From the second')
  server.teamSays('Hello both')
  await time.pass(1_000)
  expect(texts(one.chat)).toEqual(texts(two.chat))
  expect(unreadOf(two.chat.state.thread)).toBe(1)
  one.chat.seen(true)
  await time.pass(200)
  server.change({})
  await time.pass(200)
  expect(unreadOf(two.chat.state.thread)).toBe(0)
})

test('where sockets are blocked the answers are asked for instead', async () => {
  const { time, server } = begin()
  const { openWire } = server
  server.openWire = () => {
    const wire = openWire()
    time.later(() => wire.onclose?.(), 5)
    return {
      ...wire,
      get onclose() {
        return wire.onclose
      },
      set onclose(work) {
        wire.onclose = work
      }
    }
  }
  const { chat } = openTab(server, time)
  chat.say('Hello')
  await time.pass(10_000)
  server.teamSays('By asking')
  await time.pass(61_000)
  expect(chat.state.line).not.toBe('open')
  expect(texts(chat)).toEqual(['Hello', 'By asking'])
})

test('who is typing is forgotten after ten seconds, and when their message comes', async () => {
  const { time, server } = begin()
  const { chat } = openTab(server, time)
  chat.say('Hello')
  await time.pass(1_000)
  server.typing(chat.state.thread.id ?? '')
  await time.pass(100)
  expect(chat.state.typing).toMatchObject({ name: 'Ana' })
  await time.pass(10_500)
  expect(chat.state.typing).toBeNull()
  server.typing(chat.state.thread.id ?? '')
  await time.pass(100)
  server.teamSays('Here')
  await time.pass(100)
  expect(chat.state.typing).toBeNull()
})

test('an answer is read while it is written, and its message takes its place', async () => {
  const { time, server } = begin()
  const { chat } = openTab(server, time)
  chat.say('Do you ship to Norway?')
  await time.pass(1_000)
  server.answers({ answerId: 'a-1', from: 0, text: '' })
  await time.pass(100)
  expect(chat.state.typing).toEqual({ name: 'Porch', isMachine: true })
  server.answers({ answerId: 'a-1', from: 0, text: 'Yes, ' })
  server.answers({ answerId: 'a-1', from: 5, text: 'within a week.' })
  await time.pass(100)
  expect(chat.state).toMatchObject({ typing: null, answering: { id: 'a-1', text: 'Yes, within a week.' } })
  server.answered('Yes, within a week.', 'a-1')
  await time.pass(100)
  expect(chat.state.answering).toBeNull()
  // A frame that was overtaken by the message does not bring it back.
  server.answers({ answerId: 'a-1', from: 5, text: 'within' })
  await time.pass(100)
  expect(chat.state.answering).toBeNull()
  expect(texts(chat)).toEqual(['Do you ship to Norway?', 'Yes, within a week.'])
})

test('who comes in the middle of an answer waits for the whole of it; one that ends with nothing is gone', async () => {
  const { time, server } = begin()
  const { chat } = openTab(server, time)
  chat.say('Hello')
  await time.pass(1_000)
  server.answers({ answerId: 'a-1', from: 40, text: 'the end of a sentence' })
  await time.pass(100)
  expect(chat.state).toMatchObject({ answering: { text: '' }, typing: { isMachine: true } })
  server.answers({ answerId: 'a-1', from: 0, text: 'All of it, from the beginning' })
  await time.pass(100)
  expect(chat.state).toMatchObject({ answering: { text: 'All of it, from the beginning' }, typing: null })
  server.answers({ answerId: 'a-1', from: 29, text: '', isEnded: true })
  await time.pass(100)
  expect(chat.state).toMatchObject({ answering: null, typing: null })
})

test('an answer that goes on no longer, and one on a line that was cut, is not waited for', async () => {
  const { time, server } = begin()
  const { chat } = openTab(server, time)
  chat.say('Hello')
  await time.pass(1_000)
  server.answers({ answerId: 'a-1', from: 0, text: 'Half' })
  await time.pass(31_000)
  expect(chat.state.answering).toBeNull()
  server.answers({ answerId: 'a-2', from: 0, text: 'Half' })
  await time.pass(100)
  server.cutLines()
  await time.pass(100)
  expect(chat.state.answering).toBeNull()
})

test('the visitor asks for a person, and is told at once', async () => {
  const { time, server } = begin()
  const { chat } = openTab(server, time)
  chat.say('Hello')
  await time.pass(1_000)
  server.change({ responder: { name: 'Porch' } })
  await time.pass(100)
  expect(chat.state.thread.facts?.responder).toEqual({ name: 'Porch' })
  const asked = chat.callPerson()
  await time.pass(1_000)
  expect(await asked).toBe(true)
  expect(chat.state.thread.facts?.responder).toBeUndefined()
})

test('older messages come page by page as the visitor goes back', async () => {
  const { time, server } = begin()
  const disk = memoryStorage()
  const { chat } = openTab(server, time, disk)
  chat.say('0')
  await time.pass(1_000)
  for (let number = 1; number <= 11; number++) server.teamSays(String(number))
  const again = openTab(server, time, disk, 2)
  again.chat.connect()
  await time.pass(1_000)
  expect(texts(again.chat)).toEqual(['7', '8', '9', '10', '11'])
  again.chat.loadOlder()
  await time.pass(1_000)
  again.chat.loadOlder()
  await time.pass(1_000)
  expect(texts(again.chat)).toEqual(Array.from({ length: 12 }, (_, number) => String(number)))
  expect(again.chat.state.thread.older).toBeNull()
})

test('somebody signs out on the page: the next person sees nothing of the one before', async () => {
  const { time, server } = begin()
  const { chat } = openTab(server, time)
  chat.say('My order 1234')
  await time.pass(1_000)
  server.conversations.length = 0
  chat.signOut()
  await time.pass(1_000)
  expect(texts(chat)).toEqual([])
  expect(chat.state.conversations).toEqual([])
})
