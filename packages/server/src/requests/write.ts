import type { ISql } from 'postgres'
import type { Machines } from '../facts/index.ts'
import { daysUntil, keptUntil, type WhereaboutsIn } from '../privacy/index.ts'
import { type RequestFields, requestLine } from '../stores/events/index.ts'
import type { Gathering, Summed, Told } from './gather.ts'

export type Writing = {
  sql: ISql
  agents(agentId: string): Promise<{ workspaceId: string; uuid: string } | null>
  whereaboutsIn: WhereaboutsIn
  machines: Machines
}

type Drained = ReturnType<Gathering['drain']>
type Owner = { workspaceId: string; number: number; agent: string }

const mostKept = 20_000

/** The lines of what was gathered: whose each is, and what of its sender may be kept. */
export function createLines(writing: Writing) {
  const numbers = new Map<string, number>()

  async function numberOf(workspaceId: string): Promise<number | null> {
    const known = numbers.get(workspaceId)
    if (known !== undefined) return known
    const [row] = await writing.sql<{ number: number }[]>`SELECT number FROM workspaces WHERE id = ${workspaceId}`
    if (!row) return null
    if (numbers.size >= mostKept) numbers.clear()
    numbers.set(workspaceId, row.number)
    return row.number
  }

  async function ownerOf({ workspaceId, agentId }: Pick<Told, 'workspaceId' | 'agentId'>): Promise<Owner | null> {
    const agent = workspaceId === null && agentId !== null ? await writing.agents(agentId) : null
    const id = workspaceId ?? agent?.workspaceId
    const number = id === undefined ? null : await numberOf(id)
    return id === undefined || number === null ? null : { workspaceId: id, number, agent: agent?.uuid ?? '' }
  }

  return async function linesOf({ rows, sums, dropped }: Drained, nowMs: number): Promise<string[]> {
    const lines: string[] = []
    for (const told of rows) {
      const owner = await ownerOf(told)
      if (!owner) continue
      const whereaboutsOf = await writing.whereaboutsIn(owner.workspaceId)
      const where = whereaboutsOf(told.ip)
      const { place } = where
      const { browser, os, bot } = writing.machines.of(told.userAgent)
      // A program that says nothing of itself is what one expects with a key.
      const isSilent = told.userAgent === '' && told.source === 'api'
      const until = keptUntil({ ...where, place: { ...place, region: '', city: '', timezone: '' } }, told.atMs)
      lines.push(
        requestLine({
          ...alikeOf(told, owner),
          count: 1,
          visitor: told.visitor,
          conversation: told.conversation,
          ip: where.ip,
          country: place.country,
          browser,
          os,
          bot: isSilent ? '' : bot,
          placeDays: daysUntil(until, told.atMs)
        })
      )
    }
    for (const sum of sums) {
      const owner = await ownerOf(sum)
      if (owner) lines.push(requestLine({ ...alikeOf(sum, owner), ...nobody, count: sum.count }))
    }
    for (const [key, count] of dropped) {
      const owner = await ownerOf(
        key.startsWith('agt_') ? { workspaceId: null, agentId: key } : { workspaceId: key, agentId: null }
      )
      if (owner) lines.push(requestLine(notLogged(owner.number, count, nowMs)))
    }
    return lines
  }
}

const nobody = { visitor: '', conversation: '', ip: '', country: '', browser: '', os: '', bot: '', placeDays: 0 }

const alikeOf = (told: Told | Summed, owner: Owner) => ({
  workspace: owner.number,
  timeMs: told.atMs,
  id: told.id,
  method: told.method,
  endpoint: told.endpoint,
  status: told.status,
  durationMs: told.durationMs,
  source: told.source,
  agent: told.agent || owner.agent,
  error: told.error
})

/** A row without an endpoint: so many requests came that could not be kept. */
const notLogged = (workspace: number, count: number, nowMs: number): RequestFields => ({
  ...nobody,
  workspace,
  timeMs: nowMs,
  id: '',
  count,
  method: '',
  endpoint: '',
  status: 0,
  durationMs: 0,
  source: '',
  agent: '',
  error: ''
})
