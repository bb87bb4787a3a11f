import { attachmentTypes, conversationLimits } from '@foyer/protocol/plain'
import { bytesText } from '../../words/numbers.ts'

const byEnding: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  pdf: 'application/pdf',
  txt: 'text/plain',
  csv: 'text/csv',
  zip: 'application/zip',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
}

type FileLike = { name: string; type: string; size: number }

/** Systems tell other types for the same file (a CSV is "ms-excel" on many): where the type is unknown, the ending says it. */
export function typeOfFile({ name, type }: Pick<FileLike, 'name' | 'type'>): string {
  if ((attachmentTypes as readonly string[]).includes(type)) return type
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  return byEnding[ending] ?? (type || 'application/octet-stream')
}

/** Why a file is not worth sending to the server; undefined when it may be tried. */
export function refusalOf(file: FileLike, already: number): string | undefined {
  if (already >= conversationLimits.attachmentsPerMessage)
    return `A message carries at most ${conversationLimits.attachmentsPerMessage} files.`
  if (file.size === 0) return 'The file is empty.'
  if (file.size > conversationLimits.attachmentBytes)
    return `${bytesText(file.size)} is too much. A file may have ${bytesText(conversationLimits.attachmentBytes)}.`
  if (!(attachmentTypes as readonly string[]).includes(typeOfFile(file)))
    return 'Files of this type are not taken. Send a picture, a PDF, text, CSV, a zip, a Word or an Excel file.'
  return undefined
}

export const acceptedFiles = [...attachmentTypes, ...Object.keys(byEnding).map(ending => `.${ending}`)].join(',')

export const isPicture = ({ type }: { type: string }) => /^image\/(png|jpeg|gif|webp)$/.test(type)
