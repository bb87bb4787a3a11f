import { expect, test } from 'vitest'
import { csvCell, csvLine } from './cells.ts'

test('P33 a text that a spreadsheet would run begins with an apostrophe', () => {
  for (const begun of ['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠'])
    expect(csvCell(`${begun}x`)).toBe(`'${begun}x`)
  // What is no plain number is no number: the spreadsheet would count it out.
  expect(['-1+1', '-1e5', '+5', '-', '-.5', '-1.'].map(csvCell)).toEqual([
    "'-1+1",
    "'-1e5",
    "'+5",
    "'-",
    "'-.5",
    "'-1."
  ])
  expect(['-1', '-12.5', '42', 'a=b', ' =1', '/a+b', ''].map(csvCell)).toEqual([
    '-1',
    '-12.5',
    '42',
    'a=b',
    ' =1',
    '/a+b',
    ''
  ])
})

test('a cell with a comma, a quote or either kind of line break is one cell', () => {
  expect(csvCell('a,b')).toBe('"a,b"')
  expect(csvCell('say "hi"')).toBe('"say ""hi"""')
  expect(csvCell('a\nb')).toBe('"a\nb"')
  // Half of the readers end a row at a carriage return alone.
  expect(csvCell('a\rb')).toBe('"a\rb"')
  expect(csvCell('\r=1')).toBe('"\'\r=1"')
  expect(csvCell("it's; a|b")).toBe("it's; a|b")
})

test('numbers stand as they are, also those below nought, and nothing is an empty cell', () => {
  expect(csvLine([null, 0, -3.25, 1e21, ''])).toBe(',0,-3.25,1e+21,\r\n')
})
