import { createReadStream, type ReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { AppError } from '../../http/index.ts'

export type Files = {
  /** On disk, whole, when this resolves; the name says nothing about what it is. */
  keep(name: string, bytes: Uint8Array): Promise<void>
  read(name: string): Promise<{ stream: ReadStream; bytes: number } | null>
  remove(name: string): Promise<void>
  /** Names of files older than that. */
  olderThan(atMs: number): Promise<string[]>
}

const isName = /^[0-9a-f]{32}$/
const place = (folder: string, name: string) => {
  if (!isName.test(name)) throw new Error('not the name of an attachment')
  return join(folder, name.slice(0, 2), name)
}

export function openFiles(folder: string): Files {
  return {
    async keep(name, bytes) {
      const path = place(folder, name)
      const parent = join(folder, name.slice(0, 2))
      await mkdir(parent, { recursive: true, mode: 0o700 })
      // Under its own name only once it is whole: a crash leaves a .part, never half a file.
      const part = await open(`${path}.part`, 'wx', 0o600)
      try {
        await part.writeFile(bytes)
        await part.sync()
      } finally {
        await part.close()
      }
      await rename(`${path}.part`, path)
      const named = await open(parent, 'r')
      try {
        await named.sync()
      } finally {
        await named.close()
      }
    },
    async read(name) {
      const path = place(folder, name)
      const found = await stat(path).catch(() => null)
      return found ? { stream: createReadStream(path), bytes: found.size } : null
    },
    remove: name => rm(place(folder, name), { force: true }),
    async olderThan(atMs) {
      const found: string[] = []
      for (const part of await readdir(folder).catch(() => [])) {
        for (const file of await readdir(join(folder, part)).catch(() => [])) {
          const info = await stat(join(folder, part, file)).catch(() => null)
          if (info && info.mtimeMs < atMs) found.push(file)
        }
      }
      return found
    }
  }
}

/** A sender who goes on this far beyond the limit is hung up on. */
const patience = 4

/** Keeps no more than allowed, whatever Content-Length said; reads the rest off, so that the sender gets to see the answer. */
export async function readAtMost(body: Readable | undefined, most: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += (chunk as Buffer).length
    if (bytes <= most) chunks.push(chunk as Buffer)
    else chunks.length = 0
    if (bytes > most * patience) break
  }
  if (bytes > most)
    throw new AppError('too_large', `A file may have at most ${most / 1024 / 1024} MB. Send a smaller one, or a link.`)
  return Buffer.concat(chunks)
}
