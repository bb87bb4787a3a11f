import { knowledgeLimits } from '@foyer/protocol/plain'
import { expect, test } from 'vitest'
import { kindOfPasted, refusalOfDocument, typeOfDocument } from './files.ts'
import { readKnowledgeAddress } from './knowledge-address.ts'

const file = (name: string, size = 10, type = '') => ({ name, size, type })

test('a file is what its name says, since browsers know few of these types', () => {
  expect(typeOfDocument(file('Handbook.MD'))).toBe('text/markdown')
  expect(typeOfDocument(file('prices.pdf', 10, 'application/octet-stream'))).toBe('application/pdf')
  expect(typeOfDocument(file('no-ending', 10, 'text/html'))).toBe('text/html')
  expect(typeOfDocument(file('photo.png', 10, 'image/png'))).toBeUndefined()
})

test('what cannot be read is refused in the page, with the reason', () => {
  expect(refusalOfDocument(file('a.md'))).toBeUndefined()
  expect(refusalOfDocument(file('a.docx'))).toContain('PDF')
  expect(refusalOfDocument(file('a.md', 0))).toBe('It is empty.')
  expect(refusalOfDocument(file('a.pdf', knowledgeLimits.uploadBytes + 1))).toContain('20 MB')
})

test('pasted text is taken for what it looks like', () => {
  expect(kindOfPasted('# Shipping\n\nWe ship to Norway.')).toBe('markdown')
  expect(kindOfPasted('See [the page](https://a.example)')).toBe('markdown')
  expect(kindOfPasted('<h1>Shipping</h1><p>We ship.</p>')).toBe('html')
  expect(kindOfPasted('We ship to Norway. 2 < 3, and a > b.')).toBe('text')
})

test('an address that means nothing is left out', () => {
  expect(readKnowledgeAddress({ q: 'Norway?', status: 'failed', add: 'site' })).toEqual({
    q: 'Norway?',
    status: 'failed',
    add: 'site'
  })
  expect(readKnowledgeAddress({ q: ' ', status: 'x', add: 7, search: {} })).toEqual({})
})
