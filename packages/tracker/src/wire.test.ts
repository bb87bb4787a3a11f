import { limits } from '@foyer/protocol'
import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { version } from './version.ts'
import { keepaliveBytes, nameChars, titleChars, urlChars } from './wire.ts'

test('the limits written down here are those of the protocol', () => {
  expect(limits).toMatchObject({ urlChars, titleChars, nameChars, keepaliveBytes })
})

test('the version that the script tells is the one of the package', () => {
  expect(version).toBe(manifest.version)
})
