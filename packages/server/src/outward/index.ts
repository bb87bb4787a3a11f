export { isPublic } from './public-address.ts'
export { createReach, type Errand, type Reach, type Reached, UnreachableError } from './reach.ts'
