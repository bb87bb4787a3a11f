// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, expect, test } from 'vitest'
import type { Outgoing } from '../conversation/outbox.ts'
import { noThread } from '../conversation/thread.ts'
import { colors, inkOn } from '../loader/dress.ts'
import type { Message } from '../wire.ts'
import { words } from '../words/en.ts'
import { Blocks } from './blocks.tsx'
import { EmojiPicker } from './emoji-picker.tsx'
import { entriesOf } from './entries.ts'
import { initialsOf } from './parts.ts'
import { shadesOf } from './shades.ts'
import { sizeOf } from './sizes.ts'
import { Sources } from './sources.tsx'

const box = document.createElement('div')
document.body.append(box)
afterEach(() => render(null, box))

const start = Date.UTC(2026, 10, 20, 12)
const message = (
  seq: number,
  kind: Message['author']['kind'],
  minutes: number,
  more: Partial<Message> = {}
): Message => ({
  id: `msg_${seq}`,
  conversationId: 'cnv_1',
  seq,
  kind: 'message',
  author: { kind, ...(kind === 'member' && { name: 'Ana' }) },
  text: String(seq),
  at: new Date(start + minutes * 60_000).toISOString(),
  ...more
})

test('P09 P10 markup in a message is shown as the letters it is', () => {
  const text =
    '<img src=x onerror="window.__x=1"> **bold** <script>window.__x=1</script> [a](javascript:1) https://a.example'
  render(<Blocks text={text} isOwn={false} />, box)
  expect(box.querySelectorAll('img, script')).toHaveLength(0)
  expect(box.querySelector('strong')?.textContent).toBe('bold')
  expect(Array.from(box.querySelectorAll('a'), link => link.getAttribute('href'))).toEqual(['https://a.example/'])
  expect(box.querySelector('a')?.rel).toContain('noopener')
})

test('what the visitor writes means itself; only addresses become links', () => {
  render(<Blocks text={'2 **3** _x_ www.a.example'} isOwn />, box)
  expect(box.textContent).toBe('2 **3** _x_ www.a.example')
  expect(box.querySelectorAll('strong, em')).toHaveLength(0)
  expect(box.querySelectorAll('a')).toHaveLength(1)
})

test('neighbours of one author stand together, and each day has its line', () => {
  const thread = {
    ...noThread,
    id: 'cnv_1',
    messages: [
      message(1, 'visitor', -24 * 60),
      message(2, 'visitor', 0),
      message(3, 'visitor', 2),
      message(4, 'member', 3),
      message(5, 'member', 30)
    ]
  }
  const shape = entriesOf(thread, []).map(
    ({ isFirst, isLast, day }) => `${isFirst ? '[' : ''}${isLast ? ']' : ''}${day ? '*' : ''}`
  )
  expect(shape).toEqual(['[]*', '[*', ']', '[]', '[]'])
})

test('a message keeps its place on screen when the server has it, and another conversation’s is not shown', () => {
  const waiting: Outgoing = {
    clientId: 'c-1',
    conversationId: 'cnv_1',
    text: 'x',
    files: [],
    at: start,
    tries: 0,
    state: 'sending'
  }
  const thread = { ...noThread, id: 'cnv_1' }
  const before = entriesOf(thread, [waiting, { ...waiting, clientId: 'c-2', conversationId: 'cnv_2' }])
  const after = entriesOf({ ...thread, messages: [message(1, 'visitor', 0, { clientId: 'c-1' })] }, [])
  expect(before.map(({ key }) => key)).toEqual(['c-1'])
  expect(after.map(({ key }) => key)).toEqual(['c-1'])
})

test('an answer keeps its place on screen from its first word to its message', () => {
  const thread = { ...noThread, id: 'cnv_1', messages: [message(1, 'visitor', 0)] }
  const answering = message(0, 'responder', 0, { id: 'a-1', text: 'Yes' })
  const keys = (...given: Parameters<typeof entriesOf>) => entriesOf(...given).map(({ key }) => key)
  const stored = message(2, 'responder', 0, { clientId: 'a-1' })
  expect(keys(thread, [], answering)).toEqual(['msg_1', 'a-1'])
  expect(keys({ ...thread, messages: [...thread.messages, stored] }, [])).toEqual(['msg_1', 'a-1'])
  expect(keys(thread, [], { ...answering, text: '' })).toEqual(['msg_1'])
  expect(keys({ ...thread, id: 'cnv_2' }, [], answering)).toEqual(['msg_1'])
})

test('P15 of the pages an answer comes from only those that lead somewhere harmless are links', () => {
  const sources = [
    { title: 'Shipping', url: 'https://shop.example/shipping' },
    { title: '<b>Bad</b>', url: 'javascript:window.__x=1' },
    { title: 'Pasted' }
  ]
  render(<Sources sources={sources} words={words} />, box)
  expect(Array.from(box.querySelectorAll('a'), link => link.href)).toEqual(['https://shop.example/shipping'])
  expect(Array.from(box.querySelectorAll('li'), item => item.textContent)).toEqual(['Shipping', '<b>Bad</b>', 'Pasted'])
})

test('the emoji are one stop for the keyboard, and the arrows go the way one reads', () => {
  const press = (key: string) =>
    act(() => {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    })
  for (const [dir, forward] of [
    ['ltr', 'ArrowRight'],
    ['rtl', 'ArrowLeft']
  ] as const) {
    box.dir = dir
    act(() => render(<EmojiPicker key={dir} label="Emoji" onPick={() => undefined} onClose={() => undefined} />, box))
    const buttons = Array.from(box.querySelectorAll('button'))
    press(forward)
    expect(document.activeElement).toBe(buttons[1])
    press('ArrowDown')
    expect(document.activeElement).toBe(buttons[9])
    expect(buttons.filter(button => button.tabIndex === 0)).toEqual([buttons[9]])
  }
})

test('any accent can be read: the ink on it, and itself as text in light and dark', () => {
  const luminance = (short: string) => {
    const hex = short.length === 4 ? short.replace(/[\da-f]/g, '$&$&') : short
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map(at => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map(value => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (a: string, b: string) => {
    const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
    return (high + 0.05) / (low + 0.05)
  }
  for (const accent of ['#2f6f3a', '#ffd000', '#0000ff', '#ff0055', '#ffffff', '#000000', '#777777']) {
    expect(contrast(inkOn(accent), accent), `ink on ${accent}`).toBeGreaterThanOrEqual(4.5)
    for (const [theme, ground] of [
      ['light', '#ffffff'],
      ['dark', '#1a1b18']
    ] as const)
      expect(contrast(shadesOf(colors, accent, theme).link, ground), `${accent} ${theme}`).toBeGreaterThanOrEqual(4.5)
  }
})

test('names become initials and sizes are told in the reader’s language', () => {
  expect(initialsOf('Ana Maria Souza')).toBe('AS')
  expect(initialsOf('Ana')).toBe('A')
  expect(initialsOf('')).toBe('')
  expect(sizeOf('en', 1_572_864)).toBe('1.5 MB')
  expect(sizeOf('de', 1_572_864)).toBe('1,5 MB')
})
