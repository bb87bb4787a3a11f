/** What a document is made of, whatever form it came in. */
export type Block = { kind: 'heading'; level: number; text: string } | { kind: 'text'; text: string }

export type Read = { title: string | null; blocks: Block[] }

/** Nothing invisible, no letter that a reader or a store trips over, one space where there were many. */
export const tidy = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u00AD\u200B\u2060\uFEFF\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[\t \u00A0]+/g, ' ')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
