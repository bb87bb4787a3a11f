import type { LiveFrame } from '@foyer/protocol'
import { percentile, readJob } from '../measure.ts'
import type { Sender } from './events.ts'
import { inGroups, type Line, openLine } from './line.ts'

/**
 * A process of its own: visitors and the team, each on a socket, talking. A visitor asks when it is due, whoever of the team follows the
 * conversation answers as soon as the question has come. Every time is counted from when the question was due.
 */
export type TalkJob = {
  url: string
  key: string
  agentId: string
  visitors: Sender[]
  team: number
  messagesPerSecond: number
  seconds: number
}
export type Times = { p50Ms: number; p99Ms: number; maxMs: number }
export type TalkResult = { sockets: number; rounds: number; lost: number; there: Times; andBack: Times }

const job = await readJob<TalkJob>()
const mostFollowed = 50
const due = new Map<string, number>()
const there: number[] = []
const andBack: number[] = []

const startOne = async (sender: Sender): Promise<string> => {
  const answer = await fetch(`${job.url}/api/conversations`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${sender.token}`,
      'x-forwarded-for': sender.ip,
      'user-agent': sender.browser
    },
    body: JSON.stringify({ agentId: job.agentId, message: 'Hello' })
  })
  if (!answer.ok) throw new Error(`no conversation: ${answer.status} ${await answer.text()}`)
  return ((await answer.json()) as { conversationId: string }).conversationId
}

const messagesIn = (frame: LiveFrame) => (frame.type === 'messages' ? frame.items : [])
const refused = (frame: LiveFrame) => {
  if (frame.type === 'refused' || frame.type === 'error') throw new Error(`refused: ${frame.message}`)
}

const conversations = await inGroups(job.visitors, 32, startOne)
const lines = await inGroups(job.visitors, 64, (sender, index) =>
  openLine(job.url, { agentId: job.agentId, sender }, frame => {
    refused(frame)
    for (const { text } of messagesIn(frame)) {
      const began = text.startsWith('answer ') ? due.get(text.slice(7)) : undefined
      if (began === undefined) continue
      due.delete(text.slice(7))
      andBack.push(performance.now() - began)
    }
  }).then(line => {
    line.say({ type: 'follow', conversationId: conversations[index] })
    return line
  })
)
const team: Line[] = []
for (let at = 0; at < job.team; at += 1) {
  const own: { line?: Line } = {}
  own.line = await openLine(job.url, { key: job.key }, frame => {
    refused(frame)
    for (const { text, conversationId, author } of messagesIn(frame)) {
      if (author.kind !== 'visitor' || !text.startsWith('ask ')) continue
      const round = text.slice(4)
      const began = due.get(round)
      if (began === undefined) continue
      there.push(performance.now() - began)
      own.line?.say({ type: 'say', conversationId, text: `answer ${round}`, clientId: `a ${round}` })
    }
  })
  own.line.say({ type: 'inbox', on: true })
  team.push(own.line)
}
// Each member of the team follows conversations of their own, as many as one socket may.
const followed = conversations.slice(0, job.team * mostFollowed)
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
// A socket that sends more than twenty frames a second is ended.
const atOnce = 10 * job.team
for (let at = 0; at < followed.length; at += atOnce) {
  for (const [index, conversationId] of followed.slice(at, at + atOnce).entries())
    team[index % team.length]?.say({ type: 'follow', conversationId })
  await pause(1_000)
}
await pause(2_000)

// The conversations of an earlier run go on, and what has its clientId there is not said again.
const run = Date.now().toString(36)
const rounds = Math.floor((job.messagesPerSecond / 2) * job.seconds)
const gapMs = 2_000 / job.messagesPerSecond
let asked = 0
const began = performance.now() + 50
await new Promise<void>(resolve => {
  function tick(): void {
    const now = performance.now()
    while (asked < rounds && began + asked * gapMs <= now) {
      const at = asked % followed.length
      const round = `${run}-${asked}`
      due.set(round, began + asked * gapMs)
      lines[at]?.say({ type: 'say', conversationId: followed[at], text: `ask ${round}`, clientId: `v ${round}` })
      asked += 1
    }
    if (asked < rounds) setTimeout(tick, Math.max(0, began + asked * gapMs - performance.now()))
    else resolve()
  }
  tick()
})
const patience = performance.now() + 10_000
while (due.size > 0 && performance.now() < patience) await pause(50)

const timesOf = (values: number[]): Times => ({
  p50Ms: percentile(values, 0.5),
  p99Ms: percentile(values, 0.99),
  maxMs: values.reduce((most, value) => Math.max(most, value), 0)
})
const result: TalkResult = {
  sockets: lines.length + team.length,
  rounds: andBack.length,
  lost: due.size,
  there: timesOf(there),
  andBack: timesOf(andBack)
}
console.log(JSON.stringify(result))
process.exit(0)
