import type { RightsContext } from './erase/context.ts'
import { startErasing } from './erase/erasing.ts'
import { rightsRoutes } from './routes.ts'

/** What a person may ask of the team: to be given all that is kept of them, and that it goes. */
export async function createRights(context: RightsContext) {
  const erasing = startErasing(context)
  return {
    routes: rightsRoutes(context, erasing.look),
    settled: erasing.settled,
    close: erasing.close
  }
}
