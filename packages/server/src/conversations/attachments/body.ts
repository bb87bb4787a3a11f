import type { Readable } from 'node:stream'
import { AppError } from '../../http/index.ts'

/** A sender who goes on this far beyond the limit is hung up on. */
const patience = 4

/** What files on their way may take of the memory, for all senders together. */
export type UploadRoom = {
  /** `take` says whether there is room for so many bytes more; all of it is given back when the work is done. */
  within<Result>(work: (take: (bytes: number) => boolean) => Promise<Result>): Promise<Result>
}

export function createUploadRoom(mostBytes: number): UploadRoom {
  let taken = 0
  return {
    async within(work) {
      let own = 0
      try {
        return await work(bytes => {
          if (taken + bytes > mostBytes) return false
          taken += bytes
          own += bytes
          return true
        })
      } finally {
        taken -= own
      }
    }
  }
}

/** Keeps no more than allowed, whatever Content-Length said; reads the rest off, so that the sender gets to see the answer. */
export async function readAtMost(
  body: Readable | undefined,
  most: number,
  take: (bytes: number) => boolean
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  let hasRoom = true
  for await (const chunk of body ?? []) {
    bytes += (chunk as Buffer).length
    if (bytes <= most && hasRoom) hasRoom = take((chunk as Buffer).length)
    if (bytes <= most && hasRoom) chunks.push(chunk as Buffer)
    else chunks.length = 0
    if (bytes > most * patience) break
  }
  if (bytes > most)
    throw new AppError('too_large', `A file may have at most ${most / 1024 / 1024} MB. Send a smaller one, or a link.`)
  if (!hasRoom)
    throw new AppError('too_many_requests', 'Too many files are being sent at once. Send it again in a moment.', {
      retryAfterSeconds: 5
    })
  return Buffer.concat(chunks)
}
