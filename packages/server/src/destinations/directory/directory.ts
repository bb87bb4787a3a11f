import type { Sql } from 'postgres'
import type { Vault } from '../settings/sealed.ts'
import { type KnownDestination, readDestinations } from './destination.ts'

/** The trigger of migration 0026 names the workspace. */
const channel = 'foyer_destinations'
/** For what a broken connection did not hear. */
const readAgainEveryMs = 30_000

export type Directory = {
  /** Of one workspace; nothing where it has none. */
  of(workspaceId: string): readonly KnownDestination[]
  byId(id: string): KnownDestination | undefined
  all(): Iterable<KnownDestination>
  /** Read anew, for whoever has just changed one and goes on with it. */
  refresh(workspaceId: string): Promise<void>
  onChange(heard: () => void): void
  close(): Promise<void>
}

/** All destinations there are, in memory: every event that arrives is asked against them. A change is heard within a moment. */
export async function openDirectory(deps: {
  sql: Sql
  vault: Vault
  log: { warn(details: object, message: string): void }
}): Promise<Directory> {
  const { sql, log } = deps
  let byWorkspace = new Map<string, KnownDestination[]>()
  let byId = new Map<string, KnownDestination>()
  const listeners = new Set<() => void>()
  // One after another: of two reads the later one must win.
  let turn: Promise<void> = Promise.resolve()

  const unreadable = (destination: string, fault: unknown) =>
    log.warn({ err: fault, destination }, 'a destination cannot be read and sends nothing')

  function take(destinations: KnownDestination[]): void {
    byId = new Map(destinations.map(one => [one.id, one]))
    byWorkspace = Map.groupBy(destinations, one => one.workspaceId)
    for (const heard of listeners) heard()
  }

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = turn.then(work)
    turn = done.catch(fault => log.warn({ err: fault }, 'destinations were not read; they stay as they were for now'))
    return done
  }
  const readAll = () => inTurn(async () => take(await readDestinations(sql, deps.vault, null, unreadable)))
  const refresh = (workspaceId: string) =>
    inTurn(async () => {
      const own = await readDestinations(sql, deps.vault, workspaceId, unreadable)
      take([...[...byId.values()].filter(one => one.workspaceId !== workspaceId), ...own])
    })

  const failed = () => undefined
  const listening = await sql.listen(
    channel,
    workspaceId => void refresh(workspaceId).catch(failed),
    () => void readAll().catch(failed)
  )
  await readAll()
  const timer = setInterval(() => void readAll().catch(failed), readAgainEveryMs)
  return {
    of: workspaceId => byWorkspace.get(workspaceId) ?? none,
    byId: id => byId.get(id),
    all: () => byId.values(),
    refresh,
    onChange: heard => void listeners.add(heard),
    async close() {
      clearInterval(timer)
      await listening.unlisten()
      await turn
    }
  }
}

const none: readonly KnownDestination[] = []
