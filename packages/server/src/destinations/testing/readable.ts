import { gunzipSync } from 'node:zlib'
import { parquetReadObjects } from 'hyparquet'

/** What a body says, whatever it is packed in: a value of JSON, lines of it as text, or the rows of a Parquet file. */
export async function readable(body: string | Uint8Array): Promise<unknown> {
  if (typeof body === 'string') return JSON.parse(body)
  if (body[0] === 0x1f && body[1] === 0x8b) return gunzipSync(body).toString('utf8')
  const rows = await parquetReadObjects({ file: new Uint8Array(body).buffer })
  return JSON.parse(JSON.stringify(rows))
}
