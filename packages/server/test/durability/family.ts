import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'

/** A process and all that came of it: PostgreSQL writes and syncs in processes of its own. */
export function familyOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(name => [Number(name), parentOf(name)] as const)
  const family = [pid]
  for (const member of family) family.push(...parents.filter(([, parent]) => parent === member).map(([child]) => child))
  return family
}

function parentOf(pid: string): number {
  // Through a program, because a process may be gone by the time it is looked at.
  const stat = spawnSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' }).stdout
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}
