import type { GivenConfig } from './config.ts'
import { StartError } from './start-error.ts'

const listenReasons: Record<string, string> = {
  EADDRINUSE: 'another program listens there. Stop it, or choose another FOYER_PORT',
  EACCES: 'this user may not. Choose a FOYER_PORT above 1023',
  EADDRNOTAVAIL: 'this machine has no such address. Check FOYER_HOST',
  ENOTFOUND: 'this host name is not known. Check FOYER_HOST'
}

/** Why the address could not be had, in words; an error of another kind as it was. */
export function listenProblem(error: unknown, { host, port }: Pick<GivenConfig, 'host' | 'port'>): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reason = listenReasons[code]
  return reason ? new StartError(`Foyer cannot listen on ${host} port ${port}: ${reason}.`, { cause: error }) : error
}
