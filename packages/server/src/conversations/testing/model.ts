import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Asked = {
  url: string
  headers: IncomingMessage['headers']
  body: {
    model: string
    stream: boolean
    max_tokens?: number
    max_completion_tokens?: number
    stream_options?: { include_usage: boolean }
    messages: { role: string; content: string }[]
  }
}
export type Speak = (response: ServerResponse, asked: Asked) => void | Promise<void>

export const chunk = (content: string, more: object = {}) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, ...more }] })}\n\n`

/** As OpenAI streams: word by word, then why it ended, what it cost, and that it is over. */
export const streams =
  (text: string, usage: object | null = { prompt_tokens: 321, completion_tokens: 12, total_tokens: 333 }): Speak =>
  response => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const word of text.split(/(?<= )/)) response.write(chunk(word))
    response.write(chunk('', { finish_reason: 'stop' }))
    if (usage) response.write(`data: ${JSON.stringify({ choices: [], usage })}\n\n`)
    response.end('data: [DONE]\n\n')
  }

/** A real server on loopback that speaks the OpenAI protocol, or says it does. */
export async function startModel() {
  const asked: Asked[] = []
  let speak: Speak = streams('Hello.')
  const open = new Set<ServerResponse>()
  const server = createServer(async (request, response) => {
    open.add(response)
    response.on('close', () => open.delete(response))
    const chunks: Buffer[] = []
    for await (const part of request) chunks.push(part as Buffer)
    const one: Asked = {
      url: request.url ?? '',
      headers: request.headers,
      body: JSON.parse(Buffer.concat(chunks).toString()) as Asked['body']
    }
    asked.push(one)
    await speak(response, one)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    speaks(how: Speak) {
      speak = how
    },
    /** How many questions it has not answered yet. */
    open: () => open.size,
    async close() {
      for (const response of open) response.destroy()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    }
  }
}
