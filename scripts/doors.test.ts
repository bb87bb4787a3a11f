import { describe, expect, test } from 'vitest'
import { problemsIn } from './doors.mjs'

const inServer = (file: string, text: string) => problemsIn(`packages/server/src/${file}`, text)
const passes = (file: string, text: string) => expect(inServer(file, text)).toEqual([])

describe('the doors between rooms', () => {
  test('a room is used through its index', () => {
    passes('intake/commit.ts', "import { findPerson } from '../identity/index.ts'")
    expect(inServer('intake/commit.ts', "import { a } from '../identity/sessions.ts'")).toEqual([
      'packages/server/src/intake/commit.ts imports identity/sessions.ts, which lies inside the room identity. Use identity/index.ts, and export there what is meant for others.'
    ])
  })

  test('also by types, re-exports, bare imports and imports at run time, over several lines', () => {
    const inner = /lies inside the room identity/
    expect(inServer('intake/a.ts', "import type { A } from '../identity/a.ts'")[0]).toMatch(inner)
    expect(inServer('intake/a.ts', "export * from '../identity/a.ts'")[0]).toMatch(inner)
    expect(inServer('intake/a.ts', "import '../identity/a.ts'")[0]).toMatch(inner)
    expect(inServer('intake/a.ts', "const a = await import('../identity/a.ts')")[0]).toMatch(inner)
    expect(inServer('intake/a.ts', "import {\n  a,\n  type B\n} from '../identity/a.ts'")[0]).toMatch(inner)
  })

  test('a room uses its own files as it likes, and those of the house around it', () => {
    passes('workspace/deep/er.ts', "import { a } from '../members.ts'")
    passes('stores/records/embedded/start.ts', "import { lockFolder } from '../../folder-lock.ts'")
    passes('stores/records/embedded/start.ts', "import { connect } from '../connect.ts'")
  })

  test('the composition uses every room, by its door', () => {
    passes('app.ts', "import { openEvents } from './stores/events/index.ts'")
    expect(inServer('app.ts', "import { openEvents } from './stores/events/open.ts'")).toHaveLength(1)
  })
})

describe('the direction of dependencies', () => {
  test.each([
    ['http/a.ts', '../workspace/index.ts', 'workspace'],
    ['workspace/a.ts', '../identity/index.ts', 'identity'],
    ['identity/a.ts', '../people/index.ts', 'people'],
    ['identity/a.ts', '../intake/index.ts', 'intake'],
    ['stores/records/a.ts', '../events/index.ts', 'stores/events']
  ])('%s may not use %s', (file, specifier, room) => {
    expect(inServer(file, `import { a } from '${specifier}'`)).toEqual([
      expect.stringContaining(`uses the room ${room}, which`)
    ])
  })

  test('a room does not reach up into the composition, except for the way it refuses a start', () => {
    passes('workspace/a.ts', "import { StartError } from '../start-error.ts'")
    expect(inServer('workspace/a.ts', "import { commandOf } from '../config.ts'")).toEqual([
      expect.stringContaining("imports config.ts of the server's root")
    ])
  })

  test('a package uses another only by its name, and only downwards', () => {
    expect(problemsIn('packages/tracker/src/a.ts', "import { b } from '../../protocol/src/b.ts'")).toEqual([
      expect.stringContaining('across packages')
    ])
    expect(problemsIn('packages/tracker/src/a.ts', "import type { Event } from '@foyer/protocol'")).toEqual([])
    expect(problemsIn('packages/protocol/src/a.ts', "import { b } from '@foyer/tracker'")).toEqual([
      expect.stringContaining('uses @foyer/tracker, which packages/protocol may not depend on')
    ])
  })
})

describe('the environment', () => {
  test.each(['process.env.HOME', 'process?.env', "import { env } from 'node:process'", 'const { env } = process'])(
    'is read by nobody but config.ts: %s',
    text => {
      passes('config.ts', text)
      passes('config.test.ts', text)
      expect(inServer('people/list.ts', text)).toEqual([expect.stringContaining('reads process.env')])
    }
  )

  test('a word that only looks like it is no matter', () => {
    passes('people/list.ts', '// the environment of the process')
  })
})
