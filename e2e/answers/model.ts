import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A model's server that speaks OpenAI's protocol, one word at a time and only when the test says so. */
export async function openModel() {
  const waiting: ServerResponse[] = []
  const arrivals = new Set<() => void>()
  const server = createServer(async (request, response) => {
    for await (const _part of request);
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.flushHeaders()
    waiting.push(response)
    for (const tell of arrivals) tell()
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const send = (response: ServerResponse, body: object) => response.write(`data: ${JSON.stringify(body)}\n\n`)
  return {
    url: `http://127.0.0.1:${port}/v1`,
    /** The next question that is asked, to be answered by hand. */
    async asked() {
      while (waiting.length === 0) await new Promise<void>(done => arrivals.add(done))
      const response = waiting.shift()
      if (!response) throw new Error('Nobody asked')
      return {
        says: (text: string) => send(response, { choices: [{ delta: { content: text } }] }),
        ends() {
          send(response, {
            choices: [{ delta: {}, finish_reason: 'stop' }],
            usage: { prompt_tokens: 812, completion_tokens: 21 }
          })
          response.end('data: [DONE]\n\n')
        },
        breaksOff: () => response.destroy()
      }
    },
    async close() {
      server.closeAllConnections()
      await new Promise(done => server.close(done))
    }
  }
}
