import { createReadStream, type ReadStream } from 'node:fs'
import { readdir, readFile, rm, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConversationsContext } from '../context.ts'
import { writePieces } from './pieces.ts'

const isName = /^[0-9a-f]{32}$/
const place = (folder: string, name: string) => {
  if (!isName.test(name)) throw new Error('not the name of an attachment')
  return join(folder, name.slice(0, 2), name)
}

/** Where earlier versions kept the bytes: the data folder of one process, which no other can read. */
export async function openFile(folder: string, name: string): Promise<{ stream: ReadStream; bytes: number } | null> {
  const path = place(folder, name)
  const found = await stat(path).catch(() => null)
  return found ? { stream: createReadStream(path), bytes: found.size } : null
}

/**
 * Takes what lies in this process's folder into the records, one file at a time, and clears the folder. A file goes only once its
 * bytes are stored; what a crash or a full store interrupts is taken up again at the next start.
 */
export async function takeFolderIn(
  { sql, folder, log }: Pick<ConversationsContext, 'sql' | 'folder' | 'log'>,
  signal: AbortSignal
): Promise<number> {
  const parts = await readdir(folder).catch(() => [])
  let taken = 0
  for (const part of parts) {
    const inside = join(folder, part)
    for (const name of await readdir(inside).catch(() => [])) {
      if (signal.aborted) return taken
      const path = join(inside, name)
      if (isName.test(name) && (await takeIn(sql, path, name))) taken++
      // Of nobody's any more: its conversation was erased, or it was never wholly received.
      await rm(path, { force: true })
    }
    await rmdir(inside).catch(() => undefined)
  }
  await rmdir(folder).catch(() => undefined)
  if (taken > 0) log.info({ files: taken }, 'attachments were moved from the data folder into the records')
  return taken
}

async function takeIn(sql: ConversationsContext['sql'], path: string, name: string): Promise<boolean> {
  const bytes = await readFile(path)
  return sql.begin(async tx => {
    const [row] = await tx<{ id: string; workspaceId: string }[]>`
      UPDATE attachments SET file = NULL WHERE file = ${name} RETURNING id, workspace_id AS "workspaceId"`
    if (row) await writePieces(tx, row, bytes)
    return row !== undefined
  }) as Promise<boolean>
}
