import { createHash } from 'node:crypto'
import type { Machine } from '../facts/index.ts'
import type { Whereabouts } from '../privacy/index.ts'
import type { Proof } from './proof.ts'
import type { Traits } from './traits.ts'

/** One identify call, after its shape and its credentials were checked: a browser was seen. */
export type Sighting = {
  workspaceId: string
  at: Date
  /** Of this browser's own random id. */
  local: Buffer | null
  /** The visitor whose token it brought. */
  tokenVisitor: string | null
  print: Buffer | null
  /** For people to read: the first digits of the print. */
  printHint: string
  /** The page signed out: whoever comes next is somebody else, whatever the print says. */
  parted: boolean
  proof: Proof | null
  claims: Traits
  sessionId: string | null
  where: Whereabouts
  machine: Machine
  source: string
  url: string | null
  title: string | null
}

export type Seen = {
  /** This browser's own row. */
  visitor: string
  /** The person it belongs to now; what the page is told. */
  person: string
  wasKnown: boolean
  /** The people whose records changed with this, those that are no more included. */
  moved: string[]
  trust: 'own' | 'print'
  sessionId: string
  sessionCount: number
  traits: Traits
}

/** Only hashes are kept: a copy of the table lets nobody act as a visitor. */
export const keyHash = (kind: 'local' | 'print' | 'user', value: string) =>
  createHash('sha256').update(kind).update('\0').update(value).digest().subarray(0, 16)
