export { hereNow } from './here-now.ts'
export { type Found, findPerson } from './profile.ts'
export { peopleRoutes } from './routes.ts'
export { eventsSince } from './timeline.ts'
