import type { Attribute } from '@foyer/protocol'

type Named = { name?: string; email?: string; friendlyName: string }

/** People are never "null": a name, else an e-mail, else the friendly name their id gives them. */
export const nameOf = ({ name, email, friendlyName }: Named): string => shown(name) ?? shown(email) ?? friendlyName

export const isAnonymous = ({ name, email }: Named) => shown(name) === undefined && shown(email) === undefined

function shown(text: string | undefined): string | undefined {
  const plain = text === undefined ? '' : plainText(text).trim()
  return plain === '' ? undefined : plain
}

/**
 * Text of strangers without the characters that show nothing but change how the rest is read: direction overrides and
 * zero-width marks, by which "exe.gnp" passes for "png.exe".
 */
export const plainText = (text: string) => text.replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')

export type KindOfAttribute = Attribute['kind']

export const kindWords: Record<KindOfAttribute, { word: string; meaning: string }> = {
  verified: { word: 'Verified', meaning: 'Proven by a token your server signed' },
  claimed: { word: 'Claimed', meaning: 'Said by the page, not proven' },
  inferred: { word: 'Inferred', meaning: 'Worked out by Foyer from the connection and the browser' }
}

const known: Record<string, string> = {
  email: 'E-mail',
  firstSource: 'First source',
  os: 'System',
  browser: 'Browser',
  device: 'Device',
  signupAt: 'Signed up'
}

/** "firstName", "first_name" and "first-name" are "First name"; what is unlike a name stays as it is. */
export function attributeName(key: string): string {
  const told = known[key]
  if (told !== undefined) return told
  const plain = plainText(key)
  if (!/^[A-Za-z][\w-]*$/.test(plain)) return plain
  const spaced = plain
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

/** A value in one line. Nothing is hidden: what is no plain value is shown as JSON. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'string') return plainText(value)
  return typeof value === 'number' ? String(value) : plainText(JSON.stringify(value))
}

/** Only what leads to another page is a link: `javascript:` and `data:` are shown as text and never followed. */
export function webAddress(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const url = URL.parse(value)
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : undefined
}
