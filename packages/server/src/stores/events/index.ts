export { type EventRow, eventColumns } from './columns.ts'
export { type EventStore, EventStoreBehind, openEvents } from './open.ts'
