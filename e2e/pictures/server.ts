import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

export type Server = { url: string; setupCode: string; stop(): Promise<void> }

/** A server of its own in a folder of its own; where it listens and its set-up code stand on its first lines. */
export async function startServer(dataFolder: string): Promise<Server> {
  const child = spawn(process.execPath, [join(root, 'packages/server/src/main.ts')], {
    env: {
      PATH: process.env.PATH,
      FOYER_PORT: String(await freePort()),
      FOYER_DATA: dataFolder,
      // The other ends of its destinations are on this machine.
      FOYER_ALLOW_PRIVATE_DESTINATIONS: 'true'
    },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const ended = new Promise<void>(done => child.once('exit', () => done()))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  let said = ''
  const started = new Promise<Server>(ready => {
    child.stdout.on('data', (more: Buffer) => {
      said += more.toString()
      const url = /https?:\/\/[^\s/]+/.exec(said)?.[0]
      const setupCode = /Set-up code\s+(\S+)/.exec(said)?.[1]
      if (url && setupCode) ready({ url, setupCode, stop })
    })
  })
  const gone = ended.then((): never => {
    throw new Error(`The server ended before it was ready.\n${said}`)
  })
  return Promise.race([started, gone])
}

/** Chosen here, so that the server knows its own address and the pictures do not show port 0. */
async function freePort(): Promise<number> {
  const asking = createServer().listen(0, '127.0.0.1')
  await once(asking, 'listening')
  const address = asking.address()
  asking.close()
  await once(asking, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
