import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import type { EventBatchAnswer, IdentifyAnswer } from '@foyer/protocol'
import { afterEach, expect, test } from 'vitest'
import { page } from '../visitor.ts'
import { newDataFolder, newVisitors, personOf, type Running, startFoyer } from './process.ts'

let running: Running | undefined
const folder = newDataFolder()
afterEach(async () => {
  if (running?.child.exitCode === null) await running.stop()
  folder.remove()
})

const connections = 240
const perBatch = 500
const forMs = 8_000

type Answered = { status: number; retryAfter: string | undefined; accepted: number; ms: number }

test('I10 more than it can take is answered 503 with a time to come back, in bounded memory, and everything else is stored', async () => {
  running = await startFoyer(folder.data)
  const { url } = running
  const pid = running.child.pid ?? 0
  const { agentId, visitors } = await newVisitors(url, 24)
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const answers: Answered[] = []
  let mostMb = 0
  const until = performance.now() + forMs
  await Promise.all(
    Array.from({ length: connections }, async (_, at) => {
      const visitor = visitors[at % visitors.length]
      while (visitor && performance.now() < until) {
        answers.push(await send(url, agentId, visitor, agent))
        mostMb = Math.max(mostMb, residentMb(pid))
      }
    })
  )
  agent.destroy()
  const taken = answers.filter(answer => answer.status === 202)
  const refused = answers.filter(answer => answer.status !== 202)
  expect(refused.length, 'there was more than it could take').toBeGreaterThan(0)
  expect(taken.length).toBeGreaterThan(0)
  expect(new Set(refused.map(answer => answer.status))).toEqual(new Set([503]))
  for (const { retryAfter } of refused) expect(Number(retryAfter)).toBeGreaterThan(0)
  // 1 160 to 1 280 MB in nine runs, most of it the event store's and V8's; all that was sent would be more than a gigabyte besides.
  expect(mostMb).toBeLessThan(1_600)

  // Back to normal soon after.
  const [visitor] = visitors
  if (!visitor) throw new Error('no visitor')
  await expect.poll(async () => (await send(url, agentId, visitor)).ms, { timeout: 10_000 }).toBeLessThan(500)
  const accepted = answers.reduce((sum, answer) => sum + answer.accepted, 0)
  const counted = async () => {
    const people = await Promise.all(visitors.map(one => personOf(url, one.visitorId)))
    return people.reduce((sum, person) => sum + person.events, 0)
  }
  await expect.poll(counted, { timeout: 60_000, interval: 500 }).toBeGreaterThanOrEqual(accepted)
}, 180_000)

function send(url: string, agentId: string, visitor: IdentifyAnswer, agent?: Agent): Promise<Answered> {
  const events = Array.from({ length: agent ? perBatch : 1 }, (_, at) => page(`/${at}`))
  const body = JSON.stringify({ agentId, sentAt: Date.now(), events })
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/api/visitors/${visitor.visitorId}/events`,
      {
        method: 'POST',
        ...(agent && { agent }),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${visitor.token}` }
      },
      async answer => {
        let text = ''
        for await (const chunk of answer) text += chunk
        const { accepted = 0 } = JSON.parse(text) as Partial<EventBatchAnswer>
        const { 'retry-after': retryAfter } = answer.headers
        resolve({ status: answer.statusCode ?? 0, retryAfter, accepted, ms: performance.now() - began })
      }
    )
    sent.once('error', reject)
    sent.end(body)
  })
}

const residentMb = (pid: number) =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
