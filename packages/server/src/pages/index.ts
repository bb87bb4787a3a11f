export { healthRoutes } from './health.ts'
export { pagesRoutes } from './routes.ts'
