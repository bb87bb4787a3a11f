export { bytes, instants } from './arrays.ts'
export { openRecords, type Records } from './open.ts'
