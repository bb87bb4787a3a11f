import type { Readable } from 'node:stream'
import { AppError } from '../../http/index.ts'

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
