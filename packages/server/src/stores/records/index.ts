export { bytes, flags, instants } from './arrays.ts'
export { openRecords, type Records } from './open.ts'
