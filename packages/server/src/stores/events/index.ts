export { type EventFields, eventColumns, type SenderFields } from './columns.ts'
export { eventLine, senderPart, storedTime } from './line.ts'
export { type EventStore, EventStoreBehind, openEvents } from './open.ts'
export type { QueryParams } from './way-in.ts'
