export { openMoves } from './moves.ts'
export { liveRoutes } from './routes.ts'
