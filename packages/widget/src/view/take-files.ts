import { attachmentTypes } from '@foyer/protocol/plain'
import { plainName } from '../text/plain-name.ts'
import { limits } from '../wire.ts'
import { fill, type Words } from '../words/words.ts'

const megabyte = 1024 * 1024

/** What a file dialog offers. */
export const accepted: string = attachmentTypes.join()

/** Browsers name some files' types differently, or not at all. */
const typeOf = (file: File): string =>
  ({ 'application/x-zip-compressed': 'application/zip', 'application/vnd.ms-excel': 'text/csv' })[file.type] ??
  file.type

/** The chosen files that may go along, and what is to be said of one that may not. */
export const take = (
  chosen: readonly File[],
  more: readonly File[],
  words: Words
): { files: File[]; trouble: string } => {
  const files = [...chosen]
  let trouble = ''
  for (const file of more) {
    const name = plainName(file.name)
    const sent = typeOf(file) === file.type ? file : new File([file], file.name, { type: typeOf(file) })
    if (!(attachmentTypes as readonly string[]).includes(sent.type)) trouble = fill(words.wrongType, { name })
    else if (file.size > limits.attachmentBytes)
      trouble = fill(words.tooLarge, { name, n: limits.attachmentBytes / megabyte })
    else if (files.length >= limits.attachmentsPerMessage)
      trouble = fill(words.tooMany, { n: limits.attachmentsPerMessage })
    else files.push(sent)
  }
  return { files, trouble }
}
