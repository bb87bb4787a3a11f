import { parseArgs } from 'node:util'
import { type Arrival, startLivePerson } from './server.ts'

// `npm run demo:liveperson`: a LivePerson to send to without an account.

const { values } = parseArgs({ options: { port: { type: 'string', default: '4060' } } })
const port = Number(values.port)
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write(`--port ${values.port} is no port. Give a number up to 65535; 0 takes a free one.\n`)
  process.exit(1)
}
const say = (text: string) => void process.stdout.write(`${text}\n`)

const local = await startLivePerson({ port, heard: arrival => say(line(arrival)) }).catch(fault => {
  const isTaken = (fault as NodeJS.ErrnoException).code === 'EADDRINUSE'
  process.stderr.write(
    isTaken ? `Port ${port} is taken. Choose another: npm run demo:liveperson -- --port 4061\n` : `${fault}\n`
  )
  process.exit(1)
})

say(`
  LivePerson of your own   ${local.url}

  Start Foyer so that it may send to this machine:
    FOYER_ALLOW_PRIVATE_DESTINATIONS=true npm start
  then Integrations → Add Integration → LivePerson → Retail, and enter

    Account ID         ${local.account.id}
    Monitoring domain  ${local.host}
    App Key            ${local.account.appKey}

  What arrives is listed here and at ${local.url}. Ctrl-C stops it.
`)

function line({ at, body, status, query }: Arrival): string {
  const report = (typeof body === 'object' && body !== null ? body : {}) as {
    consumerId?: string
    entryPoints?: string[]
    engagementAttributes?: { type?: string }[]
  }
  const types =
    (report.engagementAttributes ?? []).map(one => one.type).join(', ') || (report.entryPoints ?? []).join(', ')
  return `  ${at.slice(11, 19)}  ${status || '---'}  ${types}  ${report.consumerId ?? ''}${query.sid ? `  visit ${query.sid}` : ''}`
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void local.close().then(() => process.exit(0)))
