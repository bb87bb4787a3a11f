/** The tracker's rule: parameters that carry secrets or personal data wherever they appear, and mail addresses. */
const secretNames =
  /pass(w|c|p|$)|pwd|secret|token|jwt|otp|e-?mail|phone|signature|api_?key|auth(?!or)|session|credential|cvv|cvc|iban|ssn|card_?num|(^|_)(code|key|sig|sid)$/i
const parameter = /([?&#;])([^=&#?;]+)=([^&#;]*)/g
const mailAddress = /[^\s/?&=#:;,]+(@|%40)[^\s/?&=#:;,]+\.[a-z]{2,}/gi
const urlChars = 2048

const decoded = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Takes out of a URL what must not leave the page; the rest stays as it was. */
export const redact = (url: string): string =>
  url
    .replace(parameter, (whole, lead: string, name: string) =>
      secretNames.test(decoded(name)) ? `${lead}${name}=redacted` : whole
    )
    .replace(mailAddress, 'redacted')
    .slice(0, urlChars)
