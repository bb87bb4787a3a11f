/** Never false where something is to be made into a link; now and then true where nothing is. */
export const mayHoldLinks = (text: string): boolean => /https?:|www\.|@/i.test(text)

/** The same of Markdown. */
export const mayHoldMarks = (text: string): boolean =>
  mayHoldLinks(text) || /[*_~`[\\]|^\s*(?:[-+•]\s|[#>]|\d+[.)]\s)/m.test(text)

const bidi = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/g
/** A file name as it is: nothing in it may turn the order of its letters. */
export const plainName = (name: string): string => name.replace(bidi, '')
