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

/** The head is only written once there is something below it, or is known to be nothing: until then it can be a refusal. */
export async function* after(head: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isFirst = true
  for await (const chunk of bytes) {
    if (isFirst) yield Buffer.from(head)
    isFirst = false
    yield chunk
  }
  if (isFirst) yield Buffer.from(head)
}

const newline = 10
/** Objects by lines become one list. No line break stands inside a string of JSON. */
export async function* asList(lines: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* after('[\n', commaed(lines))
  yield Buffer.from('\n]\n')
}

async function* commaed(lines: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isOwed = false
  for await (const chunk of lines) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const parts: Buffer[] = []
    let at = 0
    for (;;) {
      if (at >= bytes.length) break
      if (isOwed) parts.push(Buffer.from(',\n'))
      isOwed = false
      const end = bytes.indexOf(newline, at)
      parts.push(bytes.subarray(at, end === -1 ? bytes.length : end))
      if (end === -1) break
      isOwed = true
      at = end + 1
    }
    yield Buffer.concat(parts)
  }
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
