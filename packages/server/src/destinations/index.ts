export { createTeamSide } from './team.ts'
