import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Connection } from './embedded-connection.ts'
import type { createLanes } from './lanes.ts'
import { settingParams } from './params.ts'
import type { WayIn } from './way-in.ts'

type Lane = ReturnType<typeof createLanes<Connection>>

/**
 * Exports of the engine in this process. The client would put a whole answer together before it gives out the first byte, so the engine's own
 * stream is read; its values are set before it, for it takes one statement alone. `folder` holds files while they are sent.
 */
export async function createExporter(exporters: Lane, filers: Lane, folder: string): Promise<WayIn['stream']> {
  // What a crash left behind.
  await rm(folder, { recursive: true, force: true })
  let files = 0

  async function* parquet(sql: string, params: Parameters<WayIn['stream']>[1]): AsyncGenerator<Uint8Array> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    files += 1
    const file = join(folder, `${process.pid}-${files}.parquet`)
    try {
      await filers(async ({ client }) => {
        const query = `${settingParams({ ...params, file })}INSERT INTO FUNCTION file({file:String}, Parquet) ${sql}`
        await client.command({ query })
      })
      yield* createReadStream(file) as AsyncIterable<Uint8Array>
    } finally {
      await rm(file, { force: true })
    }
  }

  return async function* stream(sql, params, format, signal) {
    if (format === 'Parquet') return yield* parquet(sql, params)
    const { connection, giveBack } = await taken(exporters)
    try {
      if (signal.aborted) return
      const values = settingParams(params)
      if (values !== '') await connection.client.command({ query: values.replace(/; $/, '') })
      for await (const chunk of connection.raw.queryStream(sql, { format, signal })) yield chunk.raw()
    } catch (fault) {
      throw numbered(fault)
    } finally {
      giveBack()
    }
  }
}

/** A lane's connection for as long as somebody reads from it. */
async function taken(lane: Lane): Promise<{ connection: Connection; giveBack: () => void }> {
  const { promise: isDone, resolve: giveBack } = Promise.withResolvers<void>()
  const connection = await new Promise<Connection>((resolve, reject) => {
    lane(own => {
      resolve(own)
      return isDone
    }).catch(reject)
  })
  return { connection, giveBack }
}

/** What goes wrong in a stream has its number in its text alone. */
function numbered(fault: unknown): unknown {
  const code = fault instanceof Error ? /\bCode: (\d+)\./.exec(fault.message)?.[1] : undefined
  return code === undefined ? fault : Object.assign(new Error('the event store refused', { cause: fault }), { code })
}
