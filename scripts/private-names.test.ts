import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { privateNames, shortNames } from '../packages/widget/private-names.mjs'

const packages = join(import.meta.dirname, '../packages')
const widget = join(packages, 'widget/src')
const textsIn = (folder: string, isWanted: (file: string) => boolean): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(isWanted)
    .map(file => readFileSync(join(folder, file), 'utf8'))
const named = (text: string, pattern: RegExp) => new Set(Array.from(text.matchAll(pattern), ([, name]) => name))

test('a name the build shortens is on no wire, exported by no part, and offered to no page', () => {
  const wire = textsIn(join(packages, 'protocol/src'), file => /\.ts$/.test(file)).join('\n')
  const own = textsIn(widget, file => /(?<!test)\.tsx?$/.test(file)).join('\n')
  const taken = new Set([
    ...named(wire, /^\s*(\w+)\??:/gm),
    ...named(own, /export (?:const|function|class) (\w+)/g),
    ...named(readFileSync(join(widget, 'options.ts'), 'utf8'), /^\s*(\w+)\??:/gm),
    ...named(readFileSync(join(widget, 'frame.ts'), 'utf8'), /^\s*(\w+)\??[:(]/gm)
  ])
  expect(privateNames.filter(name => taken.has(name))).toEqual([])
  expect(new Set(Object.values(shortNames)).size).toBe(privateNames.length)
})
