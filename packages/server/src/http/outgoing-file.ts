import { Readable } from 'node:stream'

const pieceChars = 64 * 1024

/** Small pieces put together: a packet for each cell would cost more than what is in it. */
export async function* inPieces(parts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let text = ''
  for await (const part of parts) {
    text += part
    if (text.length < pieceChars) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text !== '') yield Buffer.from(text)
}

/** Nobody holds the store's connection by not reading. */
const patienceMs = 60_000

/**
 * What is wrong with a question is known before its first byte: it is waited for, so that the answer can still be a refusal. A reader who
 * takes nothing for a minute is cut off.
 */
export async function begun(bytes: AsyncIterable<Uint8Array>, patience = patienceMs): Promise<Readable> {
  const iterator = bytes[Symbol.asyncIterator]()
  const first = await iterator.next()
  let timer: NodeJS.Timeout | undefined
  async function* all() {
    try {
      for (let next = first; !next.done; next = await iterator.next()) {
        timer = setTimeout(() => stream.destroy(new Error('nobody reads this export')), patience)
        yield next.value
        clearTimeout(timer)
      }
    } finally {
      clearTimeout(timer)
      await iterator.return?.()
    }
  }
  const stream = Readable.from(all(), { objectMode: false, highWaterMark: 256 * 1024 })
  return stream
}
