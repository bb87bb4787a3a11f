import { asOwner } from '../foyer.ts'
import { browsers, draw, type Sender } from './events.ts'

export type Site = { agentId: string; senders: Sender[] }

/** An agent, and visitors who have been identified as the tracker does it, each from an address of its own. */
export async function openSite(url: string, count: number): Promise<Site> {
  const agent = await asOwner<{ id: string }>(url, 'POST', '/api/agents', { name: 'Bench', allowedOrigins: ['*'] })
  const senders: Sender[] = []
  const atOnce = 64
  for (let at = 0; at < count; at += atOnce) {
    const group = Array.from({ length: Math.min(atOnce, count - at) }, (_, index) =>
      identify(url, agent.id, at + index)
    )
    senders.push(...(await Promise.all(group)))
  }
  return { agentId: agent.id, senders }
}

/** Addresses all over the world, as many as there are visitors. */
export function addressOf(index: number): string {
  const pick = draw(index * 7919 + 1)
  return `${20 + pick(180)}.${pick(256)}.${pick(256)}.${1 + pick(254)}`
}

async function identify(url: string, agentId: string, index: number): Promise<Sender> {
  const ip = addressOf(index)
  const browser = browsers[index % browsers.length] ?? ''
  const answer = await fetch(`${url}/api/visitors/identify`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': ip, 'user-agent': browser },
    body: JSON.stringify({
      agentId,
      localId: `bench-${process.pid}-${index}`,
      context: { url: 'https://shop.example/' }
    })
  })
  if (!answer.ok) throw new Error(`identify: ${answer.status} ${await answer.text()}`)
  const seen = (await answer.json()) as { visitorId: string; token: string; sessionId: string }
  return { visitorId: seen.visitorId, token: seen.token, sessionId: seen.sessionId, ip, browser }
}
