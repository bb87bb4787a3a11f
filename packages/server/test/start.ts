import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    foyerUrl: string
    controlUrl: string
  }
}

/** Run once for all test files: starts the server under test and tells them where it is. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer()
  project.provide('foyerUrl', server.url)
  project.provide('controlUrl', server.controlUrl)
  return server.stop
}

export type ServerOptions = {
  trustedProxies?: string
  smtpUrl?: string
  allowPrivate?: boolean
  cityDatabase?: string
  domainApi?: string
}

/** A server of one's own, for a test that turns its clock, trusts another proxy than loopback or calls a server of its own. */
export async function startServer(
  options: ServerOptions = {}
): Promise<{ url: string; controlUrl: string; stop(): Promise<void> }> {
  const server = spawn(process.execPath, [join(import.meta.dirname, 'server.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      UV_THREADPOOL_SIZE: '16',
      TRUSTED_PROXIES: options.trustedProxies ?? '127.0.0.1',
      ...(options.smtpUrl ? { SMTP_URL: options.smtpUrl } : {}),
      ...(options.domainApi ? { DOMAIN_API: options.domainApi } : {}),
      ...(options.cityDatabase ? { CITY_DATABASE: options.cityDatabase } : {}),
      ALLOW_PRIVATE: String(options.allowPrivate ?? false)
    }
  })
  const ended = once(server, 'exit')
  const lines = createInterface({ input: server.stdout })
  const [line] = (await Promise.race([once(lines, 'line'), ended.then(() => [''])])) as [string]
  if (line === '') throw new Error('the server under test did not start')
  return {
    ...(JSON.parse(line) as { url: string; controlUrl: string }),
    async stop() {
      server.stdin.end()
      await ended
    }
  }
}
