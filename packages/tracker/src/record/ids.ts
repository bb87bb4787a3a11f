type Bytes = (count: number) => Uint8Array

/** `crypto.randomUUID` does not exist on plain http. */
export const randomHex = (bytes: Bytes, count: number): string =>
  Array.from(bytes(count), byte => (byte + 256).toString(16).slice(1)).join('')

const dashed = (hex: string) => hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

/**
 * UUIDv7 in growing order within a tab, also when the clock stands still or goes back: the twelve bits after the version
 * count up, and a full count borrows from the next millisecond (RFC 9562, 6.2, method 1).
 */
export const createEventIds = (now: () => number, bytes: Bytes) => {
  let last = 0
  let count = 0
  return (): string => {
    const ms = now()
    if (ms > last) {
      last = ms
      count = 0
    } else if (++count > 0xfff) {
      last++
      count = 0
    }
    const time = last.toString(16).padStart(12, '0')
    return dashed(`${time}7${count.toString(16).padStart(3, '0')}a${randomHex(bytes, 8).slice(1)}`)
  }
}

/** Enough to tell two texts apart; nothing can be read back out of it. */
export const hashOf = (text: string): number => {
  let hash = 0
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0
  return hash
}
