export { createPolicies, type WhereaboutsIn } from './policies.ts'
export { createPrivacy } from './privacy.ts'
export { daysUntil, keptUntil, type Whereabouts } from './whereabouts.ts'
