export { createReach, type Reach, type Reached, UnreachableError } from './reach.ts'
export { signed } from './signed.ts'
