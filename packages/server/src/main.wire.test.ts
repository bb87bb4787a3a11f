import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const program = join(import.meta.dirname, 'main.ts')

type Started = { child: ChildProcess; url: string; printed: string; readyMs: number }

// A first start makes a whole PostgreSQL: a second on a quiet machine, half a minute beside a dozen others.
describe('starting Foyer', { timeout: 180_000 }, () => {
  let root: string
  let data: string
  const children: ChildProcess[] = []

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'foyer-start-'))
    data = join(root, 'data')
  })
  afterEach(async () => {
    for (const child of children.splice(0)) if (isRunning(child)) await ended(child, 'SIGTERM')
    rmSync(root, { recursive: true, force: true })
  })

  const run = (environment: Record<string, string> = {}, args: string[] = []) => {
    const env = { PATH: process.env.PATH, HOME: root, FOYER_DATA: data, FOYER_PORT: '0', ...environment }
    const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    children.push(child)
    return child
  }
  const start = async (environment?: Record<string, string>, args: string[] = []): Promise<Started> => {
    const began = performance.now()
    const child = run(environment, args)
    const output = collect(child)
    await Promise.race([
      expect.poll(() => output.text, { timeout: 90_000 }).toContain('Ctrl-C stops it'),
      once(child, 'exit').then(() => Promise.reject(new Error(`Foyer ended instead: ${output.text}`)))
    ])
    const url = /Foyer +(http\S+)/.exec(output.text)?.[1] ?? ''
    return { child, url, printed: output.text, readyMs: performance.now() - began }
  }
  const refused = async (environment: Record<string, string> = {}, args: string[] = []) => {
    const began = performance.now()
    const child = run(environment, args)
    const output = collect(child)
    const [code] = await once(child, 'close')
    return { code, message: output.text.trim(), afterMs: performance.now() - began }
  }

  test('prints where it is and the set-up code, answers, and ends with 0 when asked to', async () => {
    const { child, url, printed } = await start()
    expect(printed).toMatch(/Set-up code +[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/)
    expect(printed).toContain(`${url}/demo`)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    expect(await ended(child, 'SIGTERM')).toEqual([0, null])
  })

  test('I12 a Ctrl-C, which npm passes on a second time, ends it with 0 within 10 s', async () => {
    const { child } = await start()
    const began = performance.now()
    child.kill('SIGINT')
    expect(await ended(child, 'SIGINT')).toEqual([0, null])
    expect(performance.now() - began).toBeLessThan(10_000)
  })

  test('--demo fills the workspace once: visitors, documents that answer, and questions', async () => {
    const key = `fk_${'d'.repeat(43)}`
    const startFilled = async () => {
      const { child, url } = await start({ FOYER_ADMIN_KEY: key }, ['--demo'])
      const countOf = async (path: string) => {
        const answer = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } })
        return ((await answer.json()) as { items: unknown[] }).items.length
      }
      const conversations = () => countOf('/api/conversations?limit=500')
      await expect.poll(conversations, { timeout: 120_000 }).toBe(9)
      // The key of the filling goes when it has ended.
      await expect.poll(() => countOf('/api/keys'), { timeout: 60_000 }).toBe(1)
      const there = [await countOf('/api/knowledge/documents?limit=500'), await conversations()]
      await ended(child, 'SIGTERM')
      return there
    }
    expect(await startFilled()).toEqual([7, 9])
    expect(await startFilled()).toEqual([7, 9])
  })

  test('the first owner of the settings needs no set-up code', async () => {
    const { printed } = await start({ FOYER_ADMIN_EMAIL: 'ada@example.com', FOYER_ADMIN_PASSWORD: 'difference engine' })
    expect(printed).not.toContain('Set-up code')
    expect(printed).not.toContain('difference engine')
  })

  test('I13 a second process on the same data folder ends within 2 s and says why', async () => {
    const { child } = await start()
    const second = await refused()
    expect(second).toMatchObject({
      code: 1,
      message: `The folder ${data} is in use by another Foyer (process ${child.pid}). Stop that one, or set FOYER_DATA to another folder.`
    })
    // Over what it takes to start Node and say anything at all, which on a busy machine is seconds.
    const bare = await refused({}, ['--help'])
    expect(second.afterMs - bare.afterMs).toBeLessThan(2_000)
  })

  test('I13 after a kill -9 the next start is ready within seconds', async () => {
    const { child } = await start()
    await ended(child, 'SIGKILL')
    const { url, readyMs } = await start()
    // 1.2 s on a quiet machine.
    expect(readyMs).toBeLessThan(10_000)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
  })

  test('a data folder of a newer Foyer is refused in one sentence', async () => {
    mkdirSync(data)
    writeFileSync(join(data, 'version'), '7\n')
    const { code, message } = await refused()
    expect(code).toBe(1)
    expect(message).toMatch(/^The data folder \S+ was written by a newer Foyer \(layout 7[^\n]+$/)
  })

  test('a data folder that cannot be made is refused in one sentence', async () => {
    writeFileSync(data, '')
    const { code, message } = await refused()
    expect(code).toBe(1)
    expect(message).toBe(
      `The data folder ${data} cannot be made (a file is in its way). Set FOYER_DATA to another one.`
    )
  })

  test.runIf(process.getuid?.() === 0)(
    'a data folder that may not be written to is refused in one sentence',
    async () => {
      mkdirSync(data, { mode: 0o755 })
      chmodSync(root, 0o755)
      const child = spawn('setpriv', ['--reuid=nobody', '--clear-groups', '--', process.execPath, program], {
        env: { FOYER_DATA: data, FOYER_PORT: '0' }
      })
      const output = collect(child)
      const [code] = await once(child, 'close')
      expect(code).toBe(1)
      expect(output.text.trim()).toBe(
        `The data folder ${data} cannot be written to (no permission). Give this user the right to it, or set FOYER_DATA to another one.`
      )
    }
  )

  test('a port that is taken is told in one sentence, and everything is let go', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const { code, message } = await refused({ FOYER_PORT: String(port) })
    other.close()
    expect(code).toBe(1)
    expect(message).toBe(
      `Foyer cannot listen on 127.0.0.1 port ${port}: another program listens there. Stop it, or choose another FOYER_PORT.`
    )
    await start()
  })

  test('settings that make no sense stop it before it touches anything', async () => {
    const { code, message } = await refused({ FOYER_PORTT: '1' })
    expect({ code, message }).toEqual({
      code: 1,
      message: 'FOYER_PORTT is not a setting of Foyer; did you mean FOYER_PORT?'
    })
  })

  test('--help and --print-config print and end with 0', async () => {
    expect(await refused({}, ['--help'])).toMatchObject({ code: 0, message: expect.stringContaining('FOYER_DATA') })
    expect(await refused({}, ['--print-config'])).toMatchObject({
      code: 0,
      message: expect.stringContaining(`FOYER_DATA=${data}`)
    })
  })
})

function collect(child: ChildProcess): { text: string } {
  const output = { text: '' }
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8')
    stream?.on('data', text => {
      output.text += text
    })
  }
  return output
}

const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown[]> {
  const exit = once(child, 'exit')
  child.kill(signal)
  return exit
}
