import type { EventStore } from './open.ts'

/** The schema as ClickHouse itself tells it, so that a change is seen in review and a difference between the ways in by the tests. */
export async function dumpSchema(events: EventStore): Promise<string> {
  const tables = await events.lookUp<{ name: string; database: string; sql: string }>(
    `SELECT name, database, create_table_query AS sql FROM system.tables
     WHERE database = currentDatabase() AND NOT is_temporary ORDER BY name`
  )
  const statements = tables.map(({ database, sql }) => `${formatted(sql.replace(`${database}.`, ''))};`)
  return `-- Made by \`npm run schema:events\`; compared with the migrations by the tests.\n\n${statements.join('\n\n')}\n`
}

/** A column, index or clause on a line of its own. */
const formatted = (sql: string) =>
  sql
    .replace(/ \(`/, '\n(\n    `')
    .replaceAll(/, (?=`|INDEX |PROJECTION )/g, ',\n    ')
    .replace(/\) (ENGINE = )/, '\n)\n$1')
    .replaceAll(/ (PARTITION BY|PRIMARY KEY|ORDER BY|TTL|SETTINGS) /g, '\n$1 ')
