import type { Sql } from 'postgres'
import { StartError } from '../../start-error.ts'
import type { ConnectionTarget } from './connect.ts'

const oldestMajor = 15

/** The first word with the server: whether it answers at all, lets us in, and is recent enough. */
export async function assertServer(sql: Sql, target: ConnectionTarget): Promise<void> {
  const major = await askMajor(sql, target)
  if (major < oldestMajor)
    throw new StartError(
      `Foyer needs PostgreSQL ${oldestMajor} or newer; the one at ${target.name} is version ${major}.`
    )
}

async function askMajor(sql: Sql, target: ConnectionTarget): Promise<number> {
  try {
    const [row] = await sql<{ version: string }[]>`select current_setting('server_version_num') as version`
    return Math.floor(Number(row?.version) / 10_000)
  } catch (error) {
    throw new StartError(connectionProblem(error, target), { cause: error })
  }
}

function connectionProblem(error: unknown, { name }: ConnectionTarget): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/^28/.test(code)) return `PostgreSQL at ${name} refused the user name or password. Check FOYER_POSTGRES_URL.`
  if (code === '3D000') return `PostgreSQL at ${name} has no such database. Create it, or check FOYER_POSTGRES_URL.`
  const reason = error instanceof Error && error.message ? error.message : code
  return `PostgreSQL at ${name} does not answer (${reason}). Start it, or check FOYER_POSTGRES_URL.`
}
