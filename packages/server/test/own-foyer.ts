import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Foyer as a newcomer starts it: a process of its own on an empty data folder, and the set-up code it prints. */
export async function startFoyer() {
  const data = mkdtempSync(join(tmpdir(), 'foyer-own-'))
  const program = join(import.meta.dirname, '../src/main.ts')
  const env = { PATH: process.env.PATH, FOYER_DATA: data, FOYER_PORT: '0' }
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  let printed = ''
  const started = new Promise<{ url: string; setupCode: string }>(ready => {
    child.stdout.setEncoding('utf8').on('data', (more: string) => {
      printed += more
      const url = /Foyer +(http\S+)/.exec(printed)?.[1]
      const setupCode = /Set-up code +(\S+)/.exec(printed)?.[1]
      if (url && setupCode && printed.includes('Ctrl-C')) ready({ url, setupCode })
    })
  })
  const { url, setupCode } = await Promise.race([
    started,
    ended.then((): never => {
      throw new Error(`Foyer ended instead: ${printed}`)
    })
  ])
  return {
    url,
    setupCode,
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(data, { recursive: true, force: true })
    }
  }
}
