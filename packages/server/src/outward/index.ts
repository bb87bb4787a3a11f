export { createReach, type Reach, type Reached, UnreachableError } from './reach.ts'
