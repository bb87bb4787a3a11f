import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/**
 * What a browser carries to act as its visitor. `visitor` is the browser's own row, `shown` the id it was told (its
 * person's); the two differ after a join. Only the server's key makes one, so knowing an id gains nothing.
 */
export type VisitorToken = {
  workspace: number
  visitor: string
  shown: string
  /** `print`: recognised by fingerprint alone, which opens no earlier conversation and no attribute. */
  trust: 'own' | 'print'
  issuedAt: number
}

export const tokenDays = 90
const version = 1
const macBytes = 16
const payloadBytes = 1 + 4 + 16 + 16 + 1 + 4
const cacheSize = 20_000

export type VisitorTokens = {
  issue(token: VisitorToken): string
  /** null for anything not made by this server; the caller decides what an expired one may still do. */
  read(text: string): VisitorToken | null
  isExpired(token: VisitorToken, nowMs: number): boolean
}

export function createVisitorTokens(secret: string): VisitorTokens {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'foyer visitor token', 32))
  const mac = (payload: Uint8Array) => createHmac('sha256', key).update(payload).digest().subarray(0, macBytes)
  // A page sends the same token with every batch: parsing it once is most of the cost of a small request.
  const known = new Map<string, VisitorToken>()

  return {
    issue(token) {
      const payload = Buffer.alloc(payloadBytes)
      payload.writeUInt8(version, 0)
      payload.writeUInt32BE(token.workspace, 1)
      uuidBytes(token.visitor).copy(payload, 5)
      uuidBytes(token.shown).copy(payload, 21)
      payload.writeUInt8(token.trust === 'own' ? 1 : 0, 37)
      payload.writeUInt32BE(Math.floor(token.issuedAt / 1000), 38)
      return `vt_${Buffer.concat([payload, mac(payload)]).toString('base64url')}`
    },
    read(text) {
      const cached = known.get(text)
      if (cached) return cached
      if (!text.startsWith('vt_') || text.length > 200) return null
      const bytes = Buffer.from(text.slice(3), 'base64url')
      if (bytes.length !== payloadBytes + macBytes || bytes.readUInt8(0) !== version) return null
      const payload = bytes.subarray(0, payloadBytes)
      if (!timingSafeEqual(bytes.subarray(payloadBytes), mac(payload))) return null
      const token: VisitorToken = {
        workspace: payload.readUInt32BE(1),
        visitor: bytesUuid(payload.subarray(5, 21)),
        shown: bytesUuid(payload.subarray(21, 37)),
        trust: payload.readUInt8(37) === 1 ? 'own' : 'print',
        issuedAt: payload.readUInt32BE(38) * 1000
      }
      if (known.size >= cacheSize) known.clear()
      known.set(text, token)
      return token
    },
    isExpired: (token, nowMs) => nowMs - token.issuedAt > tokenDays * 86_400_000
  }
}

const uuidBytes = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex')

function bytesUuid(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
