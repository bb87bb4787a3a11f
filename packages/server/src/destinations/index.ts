export { createConsents } from './consent/consents.ts'
export { forgetSentTogether, purgeDeliveries, type SentTogether } from './consent/erase.ts'
export { openDeliveries } from './deliveries.ts'
export { openTeamSide } from './team.ts'
