export { openRecords, type Records, type RecordsLog } from './open.ts'
