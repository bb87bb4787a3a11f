import type { AnswerDetail, Message, ResponderSettings } from '@foyer/protocol'
import { expect } from 'vitest'
import { call, type Minted } from '../../../test/workspace.ts'
import { type Guest, reads } from './talking.ts'

/** Sets who answers first. */
export async function sets(workspace: Minted, change: Record<string, unknown>): Promise<ResponderSettings> {
  const set = await call<ResponderSettings>('PATCH', `/api/agents/${workspace.agentId}/responder`, {
    who: workspace.key,
    body: change
  })
  expect(set.status, JSON.stringify(set.body)).toBe(200)
  return set.body
}

/** Waits for the answers a visitor sees. */
export async function answered(visitor: Guest, id: string, count = 1): Promise<Message[]> {
  const answers = async () => (await reads(visitor, id)).filter(message => message.author.kind === 'responder')
  await expect.poll(async () => (await answers()).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(count)
  return answers()
}

/** Everything of a conversation as the team sees it. */
export async function threadOf(workspace: Minted, id: string): Promise<Message[]> {
  const page = await call<{ items: Message[] }>('GET', `/api/conversations/${id}/messages?limit=100`, {
    who: workspace.key
  })
  expect(page.status, JSON.stringify(page.body)).toBe(200)
  return page.body.items
}

export const detailOf = (message: Message | undefined) => message?.detail as AnswerDetail

export const activities = (thread: Message[]) =>
  thread.filter(message => message.kind === 'activity').map(message => ({ what: message.text, ...message.detail }))
