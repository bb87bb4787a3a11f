import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEvents } from './open.ts'
import { dumpSchema } from './schema-dump.ts'

// `npm run schema:events`: applies every migration to an empty store and writes down what came of it.
const folder = await mkdtemp(join(tmpdir(), 'foyer-schema-'))
try {
  const events = await openEvents({ folder: join(folder, 'events') })
  try {
    await writeFile(join(import.meta.dirname, 'schema.dump.sql'), await dumpSchema(events))
  } finally {
    await events.close()
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
