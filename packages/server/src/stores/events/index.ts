export { type EventRow, eventColumns } from './columns.ts'
export { type EventStore, EventStoreBehind, openEvents, type QueryParams } from './open.ts'
