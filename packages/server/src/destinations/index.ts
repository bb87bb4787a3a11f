export { openDeliveries } from './deliveries.ts'
export { createTeamSide } from './team.ts'
