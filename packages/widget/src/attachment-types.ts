import type { AttachmentType } from '@foyer/protocol'

/** Equal to those in @foyer/protocol, which would bring its schemas along; a test holds them equal. */
export const attachmentTypes: readonly AttachmentType[] = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'text/plain',
  'text/csv',
  'application/zip',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
]
