import { urlChars } from '../wire.ts'

/** Parameters that carry secrets or personal data wherever they appear: in the query or in the fragment. */
const secretNames =
  /pass(w|c|p|$)|pwd|secret|token|jwt|otp|e-?mail|phone|signature|api_?key|auth(?!or)|session|credential|cvv|cvc|iban|ssn|card_?num|(^|_)(code|key|sig|sid)$/i
const parameter = /([?&#;])([^=&#?;]+)=([^&#;]*)/g
/** Bounded, as an unbounded start would look back over a long address once for each of its characters. */
const mailAddress = /[^\s/?&=#:;,]{1,64}(@|%40)[^\s/?&=#:;,]+\.[a-z]{2,}/gi

export type Redact = (url: string) => string

const decoded = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Takes the values of secret parameters, and anything that reads like a mail address, out of a URL; the rest stays as it was. */
export const createRedact = (further: readonly string[] = []): Redact => {
  const names = further.map(name => name.toLowerCase())
  const isSecret = (name: string) => secretNames.test(name) || names.includes(name.toLowerCase())
  return url =>
    url
      .slice(0, 2 * urlChars)
      .replace(parameter, (whole, lead: string, name: string) =>
        isSecret(decoded(name)) ? `${lead}${name}=redacted` : whole
      )
      .replace(mailAddress, 'redacted')
      .slice(0, urlChars)
}
