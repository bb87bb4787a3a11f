import type { Sql } from 'postgres'
import type { Beside } from './beside.ts'

/** Where a group of lines lies until it is carried on. */
export type Landed = { table: 0 | 1 }

export type Landing = {
  /** Resolves when the lines are on disk, and with them what is written beside them. */
  land(lines: string[], beside: Beside | null): Promise<Landed>
  /** The event store has the lines of this group. */
  carried(group: Landed): Promise<void>
  /** Nothing has come for a while: what was carried on need not lie here any longer. */
  rest(): Promise<void>
  /** Resolves when nothing of what has landed until now, and was carried on, lies here any longer. */
  gone(pause: () => Promise<void>): Promise<void>
  /** What the last run left behind, group by group. */
  leftBehind(): AsyncIterable<string[]>
  /** Everything was carried on, and nothing lands meanwhile: forget it all. */
  clear(): Promise<void>
}

/** Emptied when this much lies in it, so that a start after a crash has seconds of work and not minutes. */
const fullAtChars = 16_000_000
const groupsAtOnce = 50

type Table = { chars: number; waiting: number; emptied: number }

/**
 * One insert of PostgreSQL is one write to the end of its log: 1 ms, where a part of the event store is a dozen new files, each
 * synced. So an event is answered for when it has landed here, and the event store is given more at a time.
 */
export function createLanding(sql: Sql): Landing {
  const tables: [Table, Table] = [
    { chars: 0, waiting: 0, emptied: 0 },
    { chars: 0, waiting: 0, emptied: 0 }
  ]
  let current: 0 | 1 = 0
  let emptying: Promise<void> | null = null
  const nameOf = (table: 0 | 1) => sql(table === 0 ? 'landing_0' : 'landing_1')

  /** Writes go to the other table once this one is full, or has something in it at all, and that one is empty. */
  function turn(leastChars: number): void {
    const other = current === 0 ? 1 : 0
    if (tables[current].chars >= leastChars && tables[other].chars === 0) current = other
  }

  /** Empties the table that is not written to, when all of it was carried on. Never twice at once: the second could come late. */
  function tidy(): Promise<void> {
    const other = current === 0 ? 1 : 0
    const { chars, waiting } = tables[other]
    if (emptying === null && chars > 0 && waiting === 0) {
      emptying = empty(other).finally(() => {
        emptying = null
      })
    }
    return emptying ?? Promise.resolve()
  }

  async function empty(table: 0 | 1): Promise<void> {
    await sql`TRUNCATE ${nameOf(table)}`
    tables[table].chars = 0
    tables[table].emptied += 1
  }

  return {
    async land(lines, beside) {
      turn(fullAtChars)
      const table = current
      const text = lines.join('\n')
      // Counted before it is written, so that nobody empties the table underneath.
      tables[table].waiting += 1
      tables[table].chars += text.length
      try {
        await sql`${beside ? beside.writing(sql) : sql``} INSERT INTO ${nameOf(table)} (lines) VALUES (${text})`
      } catch (fault) {
        // It may have landed all the same. Nobody was told so, and nobody will carry it on.
        tables[table].waiting -= 1
        throw fault
      }
      return { table }
    },
    carried({ table }) {
      tables[table].waiting -= 1
      return tidy()
    },
    rest() {
      turn(1)
      return tidy()
    },
    async gone(pause) {
      const before = tables.map(({ chars, emptied }) => (chars === 0 ? -1 : emptied))
      while (tables.some(({ emptied }, table) => emptied === before[table])) {
        turn(1)
        await tidy()
        await pause()
      }
    },
    async *leftBehind() {
      for (const table of [0, 1] as const) {
        let after = 0
        for (;;) {
          const groups = await sql<{ id: number; lines: string }[]>`
            SELECT id, lines FROM ${nameOf(table)} WHERE id > ${after} ORDER BY id LIMIT ${groupsAtOnce}`
          const last = groups.at(-1)
          if (!last) break
          after = last.id
          yield groups.flatMap(group => group.lines.split('\n'))
        }
      }
    },
    async clear() {
      await emptying
      await sql`TRUNCATE landing_0, landing_1`
      for (const table of tables) table.chars = 0
    }
  }
}
