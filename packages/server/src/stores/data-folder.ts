import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StartError } from '../start-error.ts'
import { lockFolder } from './folder-lock.ts'
import { syncFolder } from './sync-folder.ts'

/** Grows when the layout of the folder changes in a way that an older Foyer would misread. */
const layout = 1

export type DataFolder = {
  path: string
  records: string
  events: string
  /** Made on the first start and kept; what FOYER_SECRET names goes before it. */
  secret(): string
  release(): void
}

/** Everything Foyer keeps lies in this one folder, held by one process at a time. */
export async function openDataFolder(path: string): Promise<DataFolder> {
  makeFolder(path)
  const lock = await inWords(path, () => lockFolder(path))
  try {
    await inWords(path, async () => checkLayout(path))
    return {
      path,
      records: join(path, 'records'),
      events: join(path, 'events'),
      secret: () => keptSecret(join(path, 'secret')),
      release: () => lock.release()
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new StartError(`The data folder ${path} cannot be made (${reason(error)}). Set FOYER_DATA to another one.`, {
      cause: error
    })
  }
}

async function inWords<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(
      `The data folder ${path} cannot be written to (${reason(error)}). Give this user the right to it, or set FOYER_DATA to another one.`,
      { cause: error }
    )
  }
}

const reasons: Record<string, string> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'it is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a file is in its way',
  EEXIST: 'a file is in its way'
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return reasons[code] ?? (error instanceof Error ? error.message : String(error))
}

function checkLayout(path: string): void {
  const file = join(path, 'version')
  const text = keptText(file, () => String(layout))
  const found = Number(text)
  if (!/^\d+$/.test(text))
    throw new StartError(
      `The file ${file} should hold a number and does not. Restore it from a copy of the data folder.`
    )
  if (found > layout)
    throw new StartError(
      `The data folder ${path} was written by a newer Foyer (layout ${found}, this one knows ${layout}). Start that version, or restore a copy from before it.`
    )
}

function keptSecret(file: string): string {
  const text = keptText(file, () => randomBytes(32).toString('hex'))
  if (text.length < 32)
    throw new StartError(
      `The file ${file} is damaged. Restore it from a copy, or every visitor token and sealed secret is lost.`
    )
  return text
}

/** What the file holds. A new one is on disk, whole, before it has its name. */
function keptText(file: string, make: () => string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const draft = `${file}.new`
  const text = make()
  writeFileSync(draft, `${text}\n`, { mode: 0o600, flush: true })
  renameSync(draft, file)
  syncFolder(dirname(file))
  return text
}
