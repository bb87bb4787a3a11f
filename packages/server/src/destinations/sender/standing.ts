import type { ISql } from 'postgres'
import type { KnownDestination } from '../directory/destination.ts'
import { restMs } from './breaker.ts'

/** Every event would meet the same, so nothing is sent until somebody has looked. Said of the settings it was found with, and once. */
export async function markMisconfigured(
  sql: ISql,
  { id, revision }: KnownDestination,
  problem: string,
  now: Date
): Promise<void> {
  await sql`
    UPDATE destinations SET state = 'misconfigured', problem = ${problem}, problem_since = ${now}, rest_until = NULL, rests = 0
    WHERE id = ${id} AND revision = ${revision} AND enabled AND state <> 'misconfigured'`
}

/** It answers nobody: all processes leave it alone for a while. */
export async function markResting(
  sql: ISql,
  { id, rests }: KnownDestination,
  problem: string,
  now: Date
): Promise<Date> {
  const until = new Date(now.getTime() + restMs(rests + 1))
  await sql`
    UPDATE destinations SET state = 'resting', problem = ${problem}, problem_since = coalesce(problem_since, ${now}),
      rest_until = ${until}, rests = ${rests + 1}
    WHERE id = ${id} AND enabled AND state <> 'misconfigured' AND rests = ${rests}`
  return until
}

/** It asked for fewer requests: all processes leave it alone until then. */
export async function markHeld(sql: ISql, { id, revision }: KnownDestination, until: Date): Promise<void> {
  await sql`
    UPDATE destinations SET held_until = ${until}
    WHERE id = ${id} AND revision = ${revision} AND (held_until IS NULL OR held_until < ${until})`
}

/** It answers again. */
export async function markActive(sql: ISql, { id }: KnownDestination): Promise<void> {
  await sql`
    UPDATE destinations SET state = 'active', problem = NULL, problem_since = NULL, rest_until = NULL, rests = 0
    WHERE id = ${id} AND state = 'resting'`
}
