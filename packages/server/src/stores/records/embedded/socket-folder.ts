import { createHash } from 'node:crypto'
import { chownSync, lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StartError } from '../../../start-error.ts'
import type { Account } from './account.ts'

// sockaddr_un holds 108 bytes with its final NUL on Linux, 104 on macOS.
const longestPathBytes = process.platform === 'darwin' ? 103 : 107
export const socketName = '.s.PGSQL.5432'

/** The folder for the server's socket: beside the data, unless that path is too long for a socket. */
export function socketFolder(records: string, account: Account, temporary = tmpdir()): string {
  const beside = join(records, 'socket')
  if (Buffer.byteLength(join(beside, socketName)) <= longestPathBytes) return ownFolder(beside, account)
  const name = `foyer-${createHash('sha256').update(records).digest('hex').slice(0, 16)}`
  return ownFolder(join(temporary, name), account)
}

function ownFolder(folder: string, account: Account): string {
  const isNew = mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined
  if (isNew && !account.isSelf) chownSync(folder, account.uid, account.gid)
  const found = lstatSync(folder)
  // In a folder that everyone may write to, someone else may have been there first.
  if (!found.isDirectory() || found.uid !== account.uid || (found.mode & 0o077) !== 0)
    throw new StartError(
      `The folder ${folder} is needed for the records' socket but belongs to someone else. Remove it.`
    )
  return folder
}
