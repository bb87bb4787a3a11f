import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nowhere, openPlaces } from './place.ts'

const faults: unknown[] = []
const places = await openPlaces({ onFault: fault => faults.push(fault) })

test('F2 F3 an address leads to country, region, city and timezone, in v4 and v6', () => {
  expect(places.of('81.2.69.142')).toEqual({
    country: 'GB',
    region: 'England',
    city: expect.any(String),
    timezone: 'Europe/London'
  })
  expect(places.of('2a00:1450:4001:82a::200e')).toMatchObject({ country: 'DE', timezone: 'Europe/Berlin' })
  expect(faults).toEqual([])
})

test.each(['127.0.0.1', '10.0.0.1', '192.168.1.1', '::1', 'fd00::1', '0.0.0.0', '', 'no address', '999.1.1.1'])(
  'F2 %s leads nowhere, and nothing breaks',
  ip => expect(places.of(ip)).toEqual(nowhere)
)

test('F2 a broken or missing database leaves every place empty and says so once', async () => {
  const broken = join(mkdtempSync(join(tmpdir(), 'foyer-places-')), 'broken.mmdb')
  writeFileSync(broken, 'this is no database')
  for (const file of [broken, `${broken}.gone`]) {
    const said: unknown[] = []
    const empty = await openPlaces({ file, onFault: fault => said.push(fault) })
    expect(empty.of('81.2.69.142')).toEqual(nowhere)
    expect(said).toHaveLength(1)
  }
})
