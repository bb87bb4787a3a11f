import type { LoggedRequest, Requests, RequestsSummary } from '@foyer/protocol'
import { expect } from 'vitest'
import { call, type Minted, settled } from '../../../test/workspace.ts'

type Asked = Record<string, string | number | undefined>
const queryOf = (query: Asked) =>
  new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])).toString()

/** What the team is shown of the log, after everything answered so far was written. */
export async function requestsOf(workspace: Minted, query: Asked = {}): Promise<LoggedRequest[]> {
  await settled()
  const answer = await call<Requests>('GET', `/api/requests?${queryOf(query)}`, { who: workspace.key })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body.items
}

export async function summaryOf(workspace: Minted, query: Asked = {}): Promise<RequestsSummary> {
  await settled()
  const answer = await call<RequestsSummary>('GET', `/api/requests/summary?${queryOf(query)}`, { who: workspace.key })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
