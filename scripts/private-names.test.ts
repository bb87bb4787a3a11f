import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as ofTracker from '../packages/tracker/private-names.mjs'
import * as ofWidget from '../packages/widget/private-names.mjs'

const packages = join(import.meta.dirname, '../packages')
const textsIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => /(?<!test)\.tsx?$/.test(file))
    .map(file => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
const named = (text: string, pattern: RegExp) => Array.from(text.matchAll(pattern), ([, name]) => name)

const all = readdirSync(join(packages, 'protocol/src'))
// Of the wire the tracker speaks these; what the team's pages ask for has names that it never sees.
const ofEvents = ['batch.ts', 'errors.ts', 'events.ts', 'identify.ts', 'ids.ts']

test.each([
  ['tracker', ofTracker, ['types.ts'], ofEvents],
  ['widget', ofWidget, ['options.ts', 'frame.ts'], all]
])(
  'a name that the build of the %s shortens is on no wire, exported by no part, and offered to no page',
  (name, own, faces, wire) => {
    const source = join(packages, name, 'src')
    const faceTexts = faces.map(file => readFileSync(join(source, file), 'utf8')).join('\n')
    const taken = new Set([
      ...wire.flatMap(file => named(readFileSync(join(packages, 'protocol/src', file), 'utf8'), /^\s*(\w+)\??:/gm)),
      ...named(textsIn(source), /export (?:const|function|class) (\w+)/g),
      ...named(faceTexts, /^\s*(\w+)\??[:(]/gm)
    ])
    expect(own.privateNames.filter(private_ => taken.has(private_))).toEqual([])
    expect(new Set(Object.values(own.shortNames)).size).toBe(own.privateNames.length)
  }
)
