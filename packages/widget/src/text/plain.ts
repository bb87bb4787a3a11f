/** Never false where something is to be made into a link; now and then true where nothing is. */
export const mayHoldLinks = (text: string): boolean => /https?:|www\.|@/i.test(text)

/** The same of Markdown. */
export const mayHoldMarks = (text: string): boolean =>
  mayHoldLinks(text) || /[*_~`[\\]|^\s*(?:[-+•]\s|[#>]|\d+[.)]\s)/m.test(text)
