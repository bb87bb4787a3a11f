import { describe, expect, test } from 'vitest'
import { kindOf, kinds } from './kinds.ts'
import { applyMapping } from './mapping/apply.ts'
import { whatIsLacking } from './mapping/lacking.ts'
import { readMapping } from './mapping/read-mapping.ts'
import { fromSample } from './sample.ts'
import { readable } from './testing/readable.ts'

const now = new Date('2026-11-26T08:00:01Z')

describe.each(kinds.map(kind => [kind.name, kind] as const))('%s', (_name, kind) => {
  test('has an example for each preset, and is found by its type', () => {
    expect(kindOf(kind.type)).toBe(kind)
    for (const preset of kind.presets)
      expect(
        kind.examples.some(example => example.preset === preset.key),
        preset.key
      ).toBe(true)
  })

  test.each(kind.presets.map(preset => [preset.name, preset] as const))(
    'the preset %s may be saved',
    (_name, preset) => {
      expect(readMapping(preset.mapping, kind)).toEqual({ mapping: preset.mapping })
    }
  )

  test.each(kind.examples.map(example => [example.title, example] as const))('%s', async (_title, example) => {
    const preset = kind.presets.find(one => one.key === example.preset)
    expect(preset, `the preset ${example.preset}`).toBeDefined()
    const mapping = (example.mapping ?? preset?.mapping) as NonNullable<typeof example.mapping>
    const mapped = applyMapping(mapping, fromSample(structuredClone(example.in), now))
    if ('notWanted' in example.out) return expect(mapped).toEqual([])
    expect(mapped).not.toEqual([])
    const lacking = whatIsLacking(kind, mapped)
    if ('invalid' in example.out && lacking) return expect(lacking).toMatchObject({ invalid: example.out.invalid })
    expect(lacking).toBeUndefined()
    const built = kind.build(mapped, {
      settings: example.settings,
      memory: example.memory ?? {},
      now,
      deliveryId: 'dlv_00000000000000000000000000000001',
      prepared: example.prepared ?? {}
    })
    if ('invalid' in example.out) return expect(built).toMatchObject({ invalid: example.out.invalid })
    if ('invalid' in built) throw new Error(built.invalid)
    const { body, ...rest } = built.request
    const { body: expected, ...wanted } = example.out
    expect(rest).toMatchObject(wanted)
    expect(await readable(body)).toEqual(expected)
  })
})
