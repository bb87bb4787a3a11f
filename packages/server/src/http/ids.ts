import { randomBytes } from 'node:crypto'

export type IdPrefix =
  | 'vis'
  | 'agt'
  | 'ses'
  | 'mem'
  | 'key'
  | 'joi'
  | 'wsp'
  | 'cnv'
  | 'msg'
  | 'att'
  | 'can'
  | 'prl'
  | 'doc'
  | 'psg'
  | 'crl'
  | 'ans'
  | 'seg'
  | 'rep'
  | 'dsh'
  | 'dig'
  | 'dst'
  | 'dlv'
  | 'rpl'
  | 'ann'
  | 'ers'
export type Randomness = (bytes: number) => Uint8Array

const publicForm = /^[a-z]{3}_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/

/** `vis_…` to the UUID the stores keep. Routes check the form first, so a wrong one here is a mistake of ours. */
export function toUuid(publicId: string): string {
  const parts = publicForm.exec(publicId)
  if (!parts) throw new TypeError('not a public id')
  return parts.slice(1).join('-')
}

export const toPublic = (prefix: IdPrefix, uuid: string): string =>
  `${prefix}_${uuid.replaceAll('-', '').toLowerCase()}`

/** 128 random bits. Not a version-4 UUID: those spend six bits on saying so. */
export function newUuid(random: Randomness = randomBytes): string {
  const hex = Buffer.from(random(16)).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export const newId = (prefix: IdPrefix, random: Randomness = randomBytes): string => toPublic(prefix, newUuid(random))
