import Fastify from 'fastify'

// A bare Fastify that answers with the body it was sent.
const app = Fastify({ logger: false, bodyLimit: 1024 * 1024 })
app.post('/*', async request => request.body)
console.log(await app.listen({ port: 0, host: '127.0.0.1' }))
process.once('SIGTERM', () => process.exit(0))
