import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeCursor, encodeCursor, pageOfRows } from './pagination.ts'

const shape = ['instant', 'uuid', 'number', 'string'] as const
const date = fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })

test('a cursor comes back as what it was made of', () => {
  fc.assert(
    fc.property(
      date,
      fc.uuid(),
      fc.maxSafeInteger(),
      fc.string().filter(text => !text.includes('\0') && text.isWellFormed()),
      (...values) => {
        const cursor = encodeCursor('list', values)
        expect(cursor).toMatch(/^[\w-]+$/)
        expect(decodeCursor('list', shape, cursor)).toEqual(values)
      }
    )
  )
})

test('no cursor is the first page', () => expect(decodeCursor('list', shape, undefined)).toBeUndefined())

test('whatever else is sent gets a sentence, never a crash', () => {
  const wrong = expect.objectContaining({ code: 'invalid', field: 'cursor' })
  const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const uuid = '00000000-0000-0000-0000-000000000000'
  for (const cursor of [
    '',
    '%',
    'abc',
    made({}),
    made(null),
    made([]),
    made(['list']),
    made(['other', uuid]),
    made(['list', uuid, 1]),
    made(['list', 5]),
    made(['list', `${uuid}'`])
  ])
    expect(() => decodeCursor('list', ['uuid'], cursor)).toThrow(wrong)
  for (const value of ['2031', '+275760-09-13T00:00:00.000Z', '2031-13-01T00:00:00Z', 5, null])
    expect(() => decodeCursor('list', ['instant'], made(['list', value]))).toThrow(wrong)
  for (const value of [1.5, 1e300, '5', null, true])
    expect(() => decodeCursor('list', ['number'], made(['list', value]))).toThrow(wrong)
  expect(() => decodeCursor('list', ['string'], made(['list', 'a\0b']))).toThrow(wrong)
  fc.assert(fc.property(fc.string(), text => void expect(() => decodeCursor('list', ['uuid'], text)).toThrow(wrong)))
})

test('there is a next page only when there is a row for it', () => {
  const page = (rows: number[]) =>
    pageOfRows(
      rows,
      2,
      row => row * 10,
      row => `after ${row}`
    )
  expect(page([])).toEqual({ items: [] })
  expect(page([1, 2])).toEqual({ items: [10, 20] })
  expect(page([1, 2, 3])).toEqual({ items: [10, 20], nextCursor: 'after 2' })
})
