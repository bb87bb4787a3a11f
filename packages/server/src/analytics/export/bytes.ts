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
