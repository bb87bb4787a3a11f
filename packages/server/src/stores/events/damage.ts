import type { WayIn } from './way-in.ts'

/** Parts of tables that the engine could not read and moved away, by the name of their folder under `detached`. */
export type Damage = { parts: string[] }

/**
 * The engine starts without a part it cannot read (a torn write, a bad disk) and says nothing: its rows are just not there any
 * more. What it moved away it still lists.
 */
export async function findDamage(wayIn: WayIn): Promise<Damage> {
  const rows = await wayIn.lookUp<{ name: string }>(
    `SELECT name FROM system.detached_parts
     WHERE database = currentDatabase() AND table = 'events' AND (reason LIKE 'broken%' OR reason LIKE 'unexpected%' OR reason = 'covered-by-broken')
     ORDER BY name`,
    {}
  )
  return { parts: rows.map(row => row.name) }
}
