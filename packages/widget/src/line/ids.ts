export type Bytes = (count: number) => Uint8Array

export const randomHex = (bytes: Bytes, count: number): string =>
  Array.from(bytes(count), byte => (byte + 256).toString(16).slice(1)).join('')

export const dashed = (hex: string) => hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

/** A random UUID (version 4), as the tracker makes its local id. `crypto.randomUUID` does not exist on plain http. */
export const randomUuid = (bytes: Bytes): string => {
  const hex = randomHex(bytes, 16)
  return dashed(`${hex.slice(0, 12)}4${hex.slice(13, 16)}a${hex.slice(17)}`)
}

/** Enough to tell two texts apart; nothing can be read back out of it. */
export const hashOf = (text: string): number => {
  let hash = 0
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0
  return hash
}
