import type { Sql } from 'postgres'
import { notifyOthers } from '../stores/records/index.ts'

/** What one process tells all of them: these people's records changed, these agents were heard of, deliveries came or went on. */
export type Moves = {
  workspaceId: string
  people: string[]
  agents?: { id: string; url: string; at: string }[]
  deliveries?: true
}

const channel = 'foyer_moves'
/** PostgreSQL refuses a payload of 8 000 bytes or more; a UUID with its quotes is 39. */
const peoplePerNotice = 150
/** Under a flood nobody can follow every move: whoever watches looks at the whole list instead. */
const mostPeople = 1_500
/** Thousands of deliveries a second are one notice every so often. */
const deliveriesEveryMs = 500

export type MoveBoard = {
  announce(moves: Moves): void
  /** Some of its deliveries are other than they were; said as often as they are. */
  deliveriesMoved(workspaceId: string): void
  subscribe(heard: (moves: Moves) => void): () => void
  close(): Promise<void>
}

/** Every process hears every move, its own included, by the same way: NOTIFY. */
export async function openMoves(sql: Sql, log: { warn(details: object, message: string): void }): Promise<MoveBoard> {
  const listeners = new Set<(moves: Moves) => void>()
  const listening = await sql.listen(channel, payload => {
    const moves = JSON.parse(payload) as Moves
    for (const heard of listeners) heard(moves)
  })
  const notify = async (moves: Moves) => {
    try {
      await notifyOthers(sql, channel, [JSON.stringify(moves)])
    } catch (fault) {
      log.warn({ err: fault }, 'a change was not announced; open pages show it at their next look')
    }
  }
  const soon = new Map<string, NodeJS.Timeout>()
  return {
    deliveriesMoved(workspaceId) {
      if (soon.has(workspaceId)) return
      const told = () => {
        soon.delete(workspaceId)
        void notify({ workspaceId, people: [], deliveries: true })
      }
      soon.set(workspaceId, setTimeout(told, deliveriesEveryMs))
    },
    announce({ workspaceId, people, agents }) {
      if (agents && agents.length > 0) void notify({ workspaceId, people: [], agents: agents.slice(0, 20) })
      const told = people.slice(0, mostPeople)
      for (let at = 0; at < told.length; at += peoplePerNotice)
        void notify({ workspaceId, people: told.slice(at, at + peoplePerNotice) })
    },
    subscribe(heard) {
      listeners.add(heard)
      return () => void listeners.delete(heard)
    },
    close() {
      for (const timer of soon.values()) clearTimeout(timer)
      return listening.unlisten()
    }
  }
}
