import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
const folder = mkdtempSync(join(tmpdir(), 'foyer-liveperson-'))
const running: ChildProcess[] = []
afterAll(async () => {
  for (const child of running) {
    if (child.exitCode !== null) continue
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  rmSync(folder, { recursive: true, force: true })
})

function run(script: string, args: string[], env: Record<string, string> = {}) {
  const [, program = ''] = (scripts[script] ?? '').split(' ')
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  running.push(child)
  let text = ''
  child.stdout.setEncoding('utf8').on('data', chunk => {
    text += chunk
  })
  return async (pattern: RegExp) => {
    await expect.poll(() => text, { timeout: 90_000 }).toMatch(pattern)
    return pattern.exec(text)?.[1] ?? ''
  }
}

test('the steps of docs/destinations/liveperson.md show a delivery arriving, without an account of LivePerson', async () => {
  const steps = read('docs/destinations/liveperson.md')
  for (const command of ['npm run demo:liveperson', 'FOYER_ALLOW_PRIVATE_DESTINATIONS=true npm start'])
    expect(steps).toContain(`\n${command}\n`)
  const local = run('demo:liveperson', ['--port', '0'])
  const settings = {
    account_id: await local(/Account ID +(\S+)/),
    monitoring_domain: await local(/Monitoring domain +(\S+)/),
    app_installation_id: await local(/App Key +(\S+)/)
  }
  const key = `fk_${randomBytes(32).toString('base64url')}`
  const foyer = run('start', [], {
    FOYER_ALLOW_PRIVATE_DESTINATIONS: 'true',
    FOYER_DATA: folder,
    FOYER_PORT: '0',
    FOYER_ADMIN_EMAIL: 'owner@example.com',
    FOYER_ADMIN_PASSWORD: 'correct horse battery',
    FOYER_ADMIN_KEY: key
  })
  const url = await foyer(/Foyer +(http\S+)/)
  const call = async (path: string, body: unknown, who = key) => {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${who}`, 'content-type': 'application/json' },
      body: JSON.stringify(body)
    })
    expect(answer.ok, `${path}: ${answer.status}`).toBe(true)
    return (await answer.json()) as Record<string, string>
  }
  await call('/api/destinations', { type: 'liveperson', preset: 'retail', name: 'LivePerson', settings })
  const agent = await call('/api/agents', { name: 'Site', allowedOrigins: ['*'] })
  const visitor = await call('/api/visitors/identify', { agentId: agent.id, localId: randomBytes(16).toString('hex') })
  const event = {
    id: 'order-1',
    type: 'track',
    name: 'Order Completed',
    timestamp: Date.now(),
    properties: { order_id: 'A1', total: 5 }
  }
  await call(
    `/api/visitors/${visitor.visitorId}/events`,
    { agentId: agent.id, sentAt: Date.now(), events: [event] },
    visitor.token
  )
  expect(await local(/201 +(purchase)/)).toBe('purchase')
  expect(await (await fetch(await local(/LivePerson of your own +(\S+)/))).text()).toContain('What arrived')
}, 180_000)
