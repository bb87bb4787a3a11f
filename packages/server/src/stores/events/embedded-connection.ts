import { type ClickHouseClientConfigOptions, createClient } from '@clickhouse/client'
import { createChdbConnection } from 'chdb/connection'

export type Connection = ReturnType<typeof connect>

export function connect(folder: string) {
  const connection = createChdbConnection({ path: folder })
  // chdb types its connection by `@clickhouse/client-common`, the client by its own copy of the same declarations, and the
  // two differ in the names of a few settings. The shape at run time is the one the client asks for: the contract suite drives it.
  const asked = connection as unknown as ClickHouseClientConfigOptions['connection']
  return { client: createClient({ connection: asked }), raw: connection.chdb }
}
