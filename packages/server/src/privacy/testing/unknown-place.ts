import type { Whereabouts } from '../index.ts'

/** Of somebody whose address nobody said. */
export const unknownPlace: Whereabouts = {
  asked: false,
  ip: '',
  place: { country: '', region: '', city: '', timezone: '' },
  keepsTimezone: true,
  days: 365
}
