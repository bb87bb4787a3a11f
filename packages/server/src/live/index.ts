export { type MoveBoard, type Moves, openMoves } from './moves.ts'
export { type LiveRoutes, liveRoutes } from './routes.ts'
