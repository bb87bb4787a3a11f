import { createHash } from 'node:crypto'
import { textOf } from '../fields.ts'

const lower = (text: string) => text.trim().toLowerCase()
const letters = (text: string) => lower(text).replaceAll(/[\s\p{P}]+/gu, '')

/** https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/customer-information-parameters */
const forms: Readonly<Record<string, (text: string) => string>> = {
  em: lower,
  // The nought in brackets is only dialled inside the country.
  ph: text => text.replace('(0)', '').replaceAll(/\D+/g, '').replace(/^0+/, ''),
  fn: letters,
  ln: letters,
  ct: letters,
  st: letters,
  zp: text => lower(text).replaceAll(/[\s-]+/g, ''),
  country: letters,
  ge: text => lower(text).slice(0, 1),
  db: text => text.replaceAll(/\D+/g, ''),
  external_id: text => text.trim()
}

/** Meta only compares these: it gets their hash, never the values. What is a hash already stays as it is. */
export function hashed(userData: Record<string, unknown>): Record<string, unknown> {
  const made: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(userData)) {
    const form = Object.hasOwn(forms, key) ? forms[key] : undefined
    if (!form) {
      made[key] = value
      continue
    }
    const hashes = [value].flat().flatMap(one => {
      const text = textOf(one)
      if (/^[0-9a-f]{64}$/.test(text)) return [text]
      const formed = form(text)
      return formed === '' ? [] : [createHash('sha256').update(formed).digest('hex')]
    })
    if (hashes.length > 0) made[key] = hashes
  }
  return made
}
