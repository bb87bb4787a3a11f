import type { FastifyInstance } from 'fastify'

type Store = { health(): Promise<void> }

const patienceMs = 2_000

/** `/healthz`: this process is alive. `/readyz`: both stores answer as well. */
export function healthRoutes(app: FastifyInstance, stores: { records: Store; events: Store }): void {
  app.get('/healthz', async () => ({ status: 'alive' }))
  app.get('/readyz', async (_request, reply) => {
    const answers = await Promise.all(Object.entries(stores).map(async ([name, store]) => [name, await answer(store)]))
    const isReady = answers.every(([, state]) => state === 'ready')
    return reply
      .code(isReady ? 200 : 503)
      .send({ status: isReady ? 'ready' : 'not ready', ...Object.fromEntries(answers) })
  })
}

async function answer(store: Store): Promise<string> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>(resolve => {
    timer = setTimeout(() => resolve('does not answer in time'), patienceMs)
  })
  try {
    return await Promise.race([
      store.health().then(
        () => 'ready',
        () => 'does not answer'
      ),
      late
    ])
  } finally {
    clearTimeout(timer)
  }
}
