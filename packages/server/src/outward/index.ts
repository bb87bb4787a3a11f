export { createJudgeAddress, type JudgeAddress } from './judge-address.ts'
export { createReach, type Reach, type Reached, UnreachableError } from './reach.ts'
export { signed } from './signed.ts'
