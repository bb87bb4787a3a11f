export { bytes, flags, instants } from './arrays.ts'
export { onceCommitted } from './connect.ts'
export { notifyOthers } from './notify.ts'
export { openRecords, type Records } from './open.ts'
