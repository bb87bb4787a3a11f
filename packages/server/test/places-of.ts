import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { App } from '../src/app.ts'

const kept: string[] = []
const levels: Record<string, number> = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 }

/** Everything that is logged, at every level, so that a test can ask for what must not stand in it; printed from `level` on. */
export const keepLog = (level: string) =>
  new Writable({
    write(chunk, _encoding, done) {
      const line = String(chunk)
      kept.push(line)
      if ((JSON.parse(line) as { level: number }).level >= (levels[level] ?? 60)) process.stderr.write(line)
      done()
    }
  })

/** Where a text stands: in which tables of both stores, in the log. */
export async function placesOf(app: Pick<App, 'records' | 'events'>, text: string): Promise<string[]> {
  const { sql } = app.records
  const tables = await sql<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
  const places: string[] = []
  for (const { name } of tables) {
    const [row] = await sql<{ found: number }[]>`
      SELECT count(*) AS found FROM ${sql(name)} AS t WHERE position(${text} IN t::text) > 0`
    if (row && row.found > 0) places.push(name)
  }
  const others = await app.events.lookUp<{ name: string }>(
    "SELECT name FROM system.tables WHERE database = currentDatabase() AND name != 'migrations'"
  )
  for (const { name } of others) {
    const [row] = await app.events.lookUp<{ found: string }>(
      `SELECT count() AS found FROM ${name} WHERE position(formatRow('CSV', *), {text:String}) > 0`,
      { text }
    )
    if (Number(row?.found) > 0) places.push(name)
  }
  if (kept.some(line => line.includes(text))) places.push('log')
  return places.sort()
}

/**
 * Which of these texts a file of the data folder holds, but for PostgreSQL's own, whose pages keep what was deleted until they are written
 * over. What the engine compresses well is not found this way.
 */
export async function filesWith(folder: string, texts: string[]): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const file of files) {
    const path = join(file.parentPath, file.name)
    if (!file.isFile() || path.startsWith(join(folder, 'records'))) continue
    const bytes = await readFile(path).catch(() => Buffer.alloc(0))
    for (const text of texts) if (bytes.includes(text)) found.push(`${path.slice(folder.length + 1)}: ${text}`)
  }
  return found.sort()
}
