import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MappingValue, SampleEvent } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { fromSample } from '../sample.ts'
import { applyMapping } from './apply.ts'
import { readMapping } from './read-mapping.ts'

const page = readFileSync(join(import.meta.dirname, '../../../../../docs/mappings.md'), 'utf8')
const blocks = <Block>(kind: string): Block[] =>
  [...page.matchAll(/```json (\w+)\n([\s\S]*?)```/g)]
    .filter(([, of]) => of === kind)
    .map(([, , text = '']) => JSON.parse(text) as Block)

const kind = { name: 'Any', targets: [{ to: 'event', name: 'Event', isOpen: true, fields: [] }] }
const examples = blocks<{ value: MappingValue; makes: unknown }>('example')

test('docs/mappings.md: its mapping may be saved', () => {
  const mappings = blocks<unknown>('mapping')
  expect(mappings).toHaveLength(1)
  for (const mapping of mappings) expect(readMapping(mapping, kind)).toEqual({ mapping })
  expect(examples.length).toBeGreaterThan(10)
})

test.each(examples)('docs/mappings.md: $value makes $makes', ({ value, makes }) => {
  const [sample] = blocks<SampleEvent>('event')
  const event = fromSample(sample as SampleEvent, new Date(0))
  const mapping = { rules: [{ name: 'Example', on: {}, to: 'event', fields: { out: value } }] }
  expect(readMapping(mapping, kind)).toEqual({ mapping })
  expect(applyMapping(mapping, event)[0]?.fields.out).toEqual(makes)
})
