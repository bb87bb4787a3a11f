export type Door = {
  /** Where Foyer answers, without a slash at the end. */
  apiBase: string
  /** `fk_…`, with visitors:write; for documents agents:read and agents:write, for questions conversations:write. */
  apiKey: string
  fetch?: typeof globalThis.fetch
  sleep?: (ms: number) => Promise<void>
  signal?: AbortSignal
}

const mostTries = 6

/**
 * Asks, or with a body posts. A store that is behind says so and when to come back; anything else that is no success ends the
 * filling.
 */
export async function knock<Answer>(door: Door, path: string, body?: unknown): Promise<Answer> {
  const { fetch = globalThis.fetch, sleep = wait } = door
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(door.apiBase + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${door.apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' })
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(door.signal ? { signal: door.signal } : {})
    })
    if (response.ok) return (await response.json()) as Answer
    const text = await response.text()
    const mayTryAgain = response.status === 429 || response.status === 503
    if (!mayTryAgain || attempt === mostTries)
      throw new Error(`The demo data was refused at ${path} with ${response.status}: ${text.slice(0, 500)}`)
    await sleep((Number(response.headers.get('retry-after')) || 1) * 1000)
  }
}

const wait = (ms: number) => new Promise<void>(done => setTimeout(done, ms))
