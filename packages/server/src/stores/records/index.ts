export { bytes, instants } from './arrays.ts'
export { openRecords, type Records, type RecordsLog } from './open.ts'
