import type {
  conversationLimits as Limits,
  conversationStatuses as Statuses,
  attachmentTypes as Types
} from '@foyer/protocol'

// The wire's own numbers, which the compiler holds to be the same: importing them as values would bring every schema of the
// protocol, and what checks them, into the first load of the dashboard.
export const conversationLimits: typeof Limits = {
  textChars: 8_000,
  clientIdChars: 100,
  attachmentBytes: 10_485_760,
  attachmentsPerMessage: 10,
  attachmentNameChars: 200,
  labels: 20,
  labelChars: 50,
  mentions: 20,
  bulk: 200
}

export const attachmentTypes: typeof Types = [
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

export const conversationStatuses: typeof Statuses = ['open', 'snoozed', 'resolved']
