import { spawnSync } from 'node:child_process'
import { accessSync, chownSync, constants, lstatSync, readFileSync } from 'node:fs'
import { StartError } from '../../../start-error.ts'

/**
 * PostgreSQL refuses to run as root and wants to own its folder. As root it is therefore run as someone else: whoever
 * owns the records already, else `postgres` where the system has it (nobody else's files are at stake there), else `nobody`.
 */
export type Account = { uid: number; gid: number; isSelf: boolean; mayPassEverywhere: boolean }

const unprivileged = ['postgres', 'nobody']
const setpriv = '/usr/bin/setpriv'

/** Chooses the account, and makes it the owner of the folder. */
export function accountOwning(folder: string, program: string): Account {
  const self = { uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1 }
  const owner = lstatSync(folder)
  if (self.uid !== 0) {
    if (owner.uid !== self.uid)
      throw new StartError(`The folder ${folder} belongs to another user. Start Foyer as that user, or as root.`)
    return { ...self, isSelf: true, mayPassEverywhere: false }
  }
  const chosen = owner.uid === 0 ? unprivilegedAccount() : { uid: owner.uid, gid: owner.gid }
  chownSync(folder, chosen.uid, chosen.gid)
  return { ...chosen, isSelf: false, mayPassEverywhere: !canReach(chosen, folder, program) }
}

function unprivilegedAccount(): { uid: number; gid: number } {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of unprivileged) {
    const [, , uid, gid] = lines.find(line => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new StartError(
    'PostgreSQL does not run as root, and this system has no user nobody. Start Foyer as another user.'
  )
}

/** Folders above the data or the program may be closed to everyone but root, as /root and a fresh mktemp folder are. */
function canReach(account: { uid: number; gid: number }, folder: string, program: string): boolean {
  const probe = spawnSync('/bin/sh', ['-c', 'cd "$1" && test -x "$2"', 'sh', folder, program], {
    uid: account.uid,
    gid: account.gid,
    cwd: '/'
  })
  return probe.status === 0
}

/** The command line that runs a program of PostgreSQL as the account. */
export function commandAs(account: Account, program: string, args: string[]): { file: string; args: string[] } {
  const options = []
  // The server ends with the process that started it, also when that one is killed. Where there is no setpriv
  // (macOS), the next start ends it.
  if (hasSetpriv()) options.push('--pdeathsig=INT')
  else if (!account.isSelf)
    throw new StartError(
      'To start the records as root, install setpriv (package util-linux), or start Foyer as another user.'
    )
  if (!account.isSelf) options.push(`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups')
  // Just enough of root to walk through folders closed to others; the data itself belongs to the account. The secure bit
  // lets the capability count for access(2) too, by which initdb looks for its programs; what else root may goes at exec.
  if (account.mayPassEverywhere)
    options.push('--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override')
  return options.length === 0 ? { file: program, args } : { file: setpriv, args: [...options, '--', program, ...args] }
}

function hasSetpriv(): boolean {
  try {
    accessSync(setpriv, constants.X_OK)
    return true
  } catch {
    return false
  }
}
