import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { openRecords } from './open.ts'
import { dumpSchema } from './schema-dump.ts'

// `npm run schema:records`: applies every migration to an empty database and writes down what came of it.
const folder = await mkdtemp(join(tmpdir(), 'foyer-schema-'))
try {
  const records = await openRecords({ folder: join(folder, 'records'), log: pino({ level: 'warn' }) })
  try {
    await writeFile(join(import.meta.dirname, 'schema.dump.sql'), await dumpSchema(records.sql))
  } finally {
    await records.close()
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
