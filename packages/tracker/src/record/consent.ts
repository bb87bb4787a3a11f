import type { Consent } from '../types.ts'

/** The event that tells a change. It is sent at once. */
export const consentChanged = 'Consent Changed'

/**
 * What is agreed to once `given` was said: only `true` is a yes, and categories that are not named stay as they were. A browser that
 * sends Global Privacy Control agrees to no marketing, whatever its page says.
 */
export const agreed = (before: Consent | undefined, given: Consent): Consent => {
  const consent = { ...before }
  for (const category of Object.keys(given)) consent[category] = given[category] === true
  if ((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl)
    consent.marketing = consent.advertising = false
  return consent
}
