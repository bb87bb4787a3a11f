import { type AttachmentType, attachmentTypes } from '@foyer/protocol'

const starts = (bytes: Uint8Array, ...signature: number[]) => signature.every((byte, index) => bytes[index] === byte)
const at = (bytes: Uint8Array, offset: number, text: string) =>
  Buffer.from(bytes.subarray(offset, offset + text.length)).toString('latin1') === text

const isZip = (bytes: Uint8Array) => starts(bytes, 0x50, 0x4b, 0x03, 0x04) || starts(bytes, 0x50, 0x4b, 0x05, 0x06)
/** An Office document is a zip whose first entry is its own table of contents. */
const isOffice = (bytes: Uint8Array, folder: string) =>
  isZip(bytes) && Buffer.from(bytes).includes('[Content_Types].xml') && Buffer.from(bytes).includes(folder)
const markup =
  /^\s*(?:<\?xml|<!doctype|<!--|<(?:html|svg|head|body|script|iframe|math|table|style|img|object|embed)\b)/i

/** Text is what decodes, holds no control bytes a text never has, and is no page or picture in disguise. */
function isText(bytes: Uint8Array): boolean {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return false
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) && !markup.test(text)
}

const looksLike: Record<AttachmentType, (bytes: Uint8Array) => boolean> = {
  'image/png': bytes => starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  'image/jpeg': bytes => starts(bytes, 0xff, 0xd8, 0xff),
  'image/gif': bytes => at(bytes, 0, 'GIF87a') || at(bytes, 0, 'GIF89a'),
  'image/webp': bytes => at(bytes, 0, 'RIFF') && at(bytes, 8, 'WEBP'),
  'application/pdf': bytes => at(bytes, 0, '%PDF-'),
  'text/plain': isText,
  'text/csv': isText,
  'application/zip': isZip,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': bytes => isOffice(bytes, 'word/'),
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': bytes => isOffice(bytes, 'xl/')
}

export const isAllowedType = (type: string): type is AttachmentType =>
  (attachmentTypes as readonly string[]).includes(type)

/** Whether the bytes are what their sender says they are. */
export const isReally = (type: AttachmentType, bytes: Uint8Array): boolean => looksLike[type](bytes)
