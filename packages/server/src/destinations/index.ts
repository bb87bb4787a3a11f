export { createConsents } from './consent/consents.ts'
export { openDeliveries } from './deliveries.ts'
export { openTeamSide } from './team.ts'
