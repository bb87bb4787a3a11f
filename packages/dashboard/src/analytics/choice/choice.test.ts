import type { EventChoice } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { choiceOf, choiceText, listText, readChoice, readList } from './choice-text.ts'
import { choiceWords, stepWords } from './choice-words.ts'

const choices: [EventChoice, string][] = [
  [{ event: 'Order Completed' }, 'Order Completed'],
  [{ event: 'page' }, 'page'],
  [{ event: 'page', name: '/pricing' }, 'page:/pricing'],
  [{ event: 'page', name: '/a:b' }, 'page:/a:b'],
  // A tracked event that looks like something else.
  [{ event: 'page:/pricing' }, '{"event":"page:/pricing"}'],
  [{ event: '{odd' }, '{"event":"{odd"}'],
  [
    { event: 'Order Completed', where: [{ property: 'price', op: 'gt', value: 10 }] },
    '{"event":"Order Completed","where":[{"property":"price","op":"gt","value":10}]}'
  ]
]

test('an event is written into the address as it is read, and readable where it can be', () => {
  for (const [choice, text] of choices) {
    expect(choiceText(choice)).toBe(text)
    expect(readChoice(text)).toEqual(choice)
  }
})

test('a list of events is written with arrows, and as JSON only where an event needs it', () => {
  const textOf = (list: EventChoice[]) => listText(list, choiceText, readChoice)
  const read = (text: unknown) => readList(text, readChoice, choiceOf, 20)
  const plain: EventChoice[] = [{ event: 'page', name: '/pricing' }, { event: 'Order Completed' }]
  expect(textOf(plain)).toBe('page:/pricing > Order Completed')
  const odd: EventChoice[] = [{ event: 'a > b' }, { event: 'x', where: [{ property: 'plan', value: 'pro' }] }]
  const brackets: EventChoice[] = [{ event: '[x]' }, { event: ' spaced ' }]
  for (const list of [plain, odd, brackets, choices.map(([choice]) => choice)]) expect(read(textOf(list))).toEqual(list)
  expect(textOf([])).toBeUndefined()
})

test('an address that was cut off, typed or made up asks for nothing instead of failing', () => {
  for (const bad of [undefined, '', ' ', '{', '{"event":1}', '{"name":"x"}', '{"event":["page"]}'])
    expect(readChoice(bad)).toBeUndefined()
  expect(readList('[{"event":"a"},5,null,{"event":{}}]', readChoice, choiceOf, 20)).toEqual([{ event: 'a' }])
  expect(readList('[{"event":"a"', readChoice, choiceOf, 20)).toEqual([])
  expect(
    readChoice('{"event":"a","workspace":7,"where":[{"property":"p","value":{"$ne":""},"x":1},{"op":"is"}]}')
  ).toEqual({ event: 'a', where: [{ property: 'p' }] })
  expect(readList(Array(40).fill('a').join(' > '), readChoice, choiceOf, 20)).toHaveLength(20)
})

test('an event is called what a person would call it', () => {
  expect(
    [
      { event: 'page', name: '/pricing' },
      { event: 'page' },
      { event: 'started' },
      { event: 'conversation', name: 'rated' },
      { event: 'Order Completed', where: [{ property: 'price', value: 1 }] },
      { event: 'click', name: 'Buy' },
      { event: 'x', label: 'Bought' }
    ].map(choiceWords)
  ).toEqual([
    '/pricing',
    'Any page',
    'Conversation started',
    'Conversation rated',
    'Order Completed (1 condition)',
    'Any click: Buy',
    'Bought'
  ])
  expect(stepWords({ event: 'a', anyOf: [{ event: 'b' }] })).toBe('a or b')
})
