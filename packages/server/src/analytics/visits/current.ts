import type { EventStore } from '../../stores/events/index.ts'
import { currentGeneration, type Generation } from './generations.ts'

/**
 * Which generation a question may read. The store is asked again only after some command: where this process alone writes, nothing else deletes
 * or rewrites events, or makes another generation. So what was looked up stays true to the statement, for as long as it is held. Where others
 * write too, every question asks.
 */
export function createCurrent(events: Pick<EventStore, 'lookUp' | 'damage' | 'exclusive' | 'commands'>) {
  const held = new Map<number, { commands: number; generation: Generation | null }>()
  return async function currentOf(workspace: number): Promise<Generation | null> {
    const commands = events.commands()
    const known = held.get(workspace)
    if (events.exclusive && known?.commands === commands) return known.generation
    const generation = await currentGeneration(events, workspace)
    held.set(workspace, { commands, generation })
    return generation
  }
}
