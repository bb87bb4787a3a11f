/**
 * For `unnest`: the driver takes the type of an array from its first element and sends timestamps and bytes as that element's
 * type, which PostgreSQL then cannot cast to an array. As text, the cast in the statement says what they are. Bytes have to be
 * cast by way of text, `${bytes(…)}::text[]::bytea[]`: told of bytea[], the driver writes each digit of the text out as a byte.
 */
export const instants = (dates: readonly (Date | null)[]): (string | null)[] =>
  dates.map(date => date?.toISOString() ?? null)
export const bytes = (buffers: readonly (Buffer | null)[]): (string | null)[] =>
  buffers.map(buffer => (buffer === null ? null : `\\x${buffer.toString('hex')}`))
/** Cast by way of text as well: of a list of booleans the driver says that it is one. */
export const flags = (values: readonly boolean[]): string[] => values.map(String)
