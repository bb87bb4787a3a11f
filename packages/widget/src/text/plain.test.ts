import { type Block, type Inline, parseMarkdown, parsePlain } from '@foyer/protocol/markdown'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mayHoldLinks, mayHoldMarks } from './plain.ts'
import { plainName } from './plain-name.ts'

const links = (blocks: Block[]): string[] => {
  const within = (inlines: Inline[]): string[] =>
    inlines.flatMap(inline =>
      inline.is === 'link' ? [inline.href] : 'children' in inline ? within(inline.children) : []
    )
  return blocks.flatMap(block =>
    block.is === 'code' ? [] : (block.is === 'list' ? block.items : block.lines).flatMap(line => within(line))
  )
}

test('P15 a file name reads as it is, whatever turns text round is in it', () => {
  expect(plainName('invoice\u202Egnp.exe')).toBe('invoicegnp.exe')
})

test('a text in which no marks are looked for has none, so it is shown without them being read', () => {
  const piece = fc.constantFrom(
    ...'ab ∂1.)('.split(''),
    ...[
      '\n',
      '- ',
      '-',
      '+ ',
      '• ',
      '# ',
      '> ',
      '*',
      '_',
      '~~',
      '`',
      '[a](b)',
      'www.a.example',
      'https://a.example',
      'a@b.example'
    ]
  )
  const text = fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join(''))
  const isPlain = ({ is, text }: { is: string; text?: string }) => is === 'text' && text !== undefined
  fc.assert(
    fc.property(text, said => {
      if (!mayHoldMarks(said))
        for (const block of parseMarkdown(said)) {
          expect(block.is).toBe('paragraph')
          if (block.is === 'paragraph') expect(block.lines.flat().every(isPlain)).toBe(true)
        }
      if (!mayHoldLinks(said)) expect(links(parsePlain(said))).toEqual([])
    })
  )
  expect(mayHoldMarks('We are open until 17:30 (Berlin time) - see you then.\n\nAna')).toBe(false)
})
