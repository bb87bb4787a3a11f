import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto'
import type { Randomness } from '../http/index.ts'

const version = 1
const ivBytes = 12
const tagBytes = 16

export type Vault = {
  /** AES-256-GCM. `owner` is bound into it, so that a sealed secret moved to another row does not open. */
  seal(text: string, owner: string): Buffer
  open(sealed: Uint8Array, owner: string): string
  /** Keyed hash that only a holder of FOYER_SECRET can make. */
  sign(text: string): Buffer
}

export function createVault(secret: string, random: Randomness): Vault {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))
  const encryption = derive('foyer identity secrets')
  const signing = derive('foyer audit trail')
  return {
    seal(text, owner) {
      const iv = random(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', encryption, iv).setAAD(Buffer.from(owner))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), sealed])
    },
    open(sealed, owner) {
      if (sealed[0] !== version) throw new Error('a sealed secret is of an unknown form')
      const body = 1 + ivBytes + tagBytes
      const decipher = createDecipheriv('aes-256-gcm', encryption, sealed.subarray(1, 1 + ivBytes))
        .setAAD(Buffer.from(owner))
        .setAuthTag(sealed.subarray(1 + ivBytes, body))
      return Buffer.concat([decipher.update(sealed.subarray(body)), decipher.final()]).toString('utf8')
    },
    sign: text => createHmac('sha256', signing).update(text).digest()
  }
}

/** Fit for what is random in itself (cookies, keys, links); never for a password. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()

/** Only hex after the prefix, so that a double click selects the whole. */
export const newToken = (prefix: 'fk' | 'fs' | 'inv' | 'is', random: Randomness): string =>
  `${prefix}_${Buffer.from(random(32)).toString('hex')}`
