import { type Reach, UnreachableError } from '../../outward/index.ts'
import { type PrepareWith, type Settings, UnpreparedError } from '../kind.ts'
import { advice } from './advice.ts'
import { hostOf, shownHost } from './host.ts'

const livePerson = 'https://api.liveperson.net'

/** A test server of one's own (the operator allows it) answers for its own host. */
function domainApiOf(settings: Settings, allowPrivate: boolean): string {
  const host = allowPrivate ? hostOf(String(settings.monitoring_domain ?? '')) : undefined
  return host && !host.isLivePerson ? host.base : livePerson
}

/** Which host is this account's, as LivePerson's Domain API says (service `smt`). Throws a sentence where it does not say. */
async function lookUp(given: Omit<PrepareWith, 'again' | 'now'>): Promise<string> {
  const { settings, reach, allowPrivate } = given
  const account = String(settings.account_id ?? '')
  const { status, text } = await asked(
    reach,
    `${domainApiOf(settings, allowPrivate)}/api/account/${encodeURIComponent(account)}/service/smt/baseURI.json?version=1.0`
  )
  if (status === 400 || status === 401 || status === 404)
    throw refused(`${status}_account`, advice.unknownAccount(account), 'account_id')
  if (status !== 200) throw refused(String(status), advice.domainApiFails(status))
  const named = baseUriIn(text)
  if (named === undefined) throw refused('no_base_uri', advice.domainApiSaysNothing)
  const host = hostOf(named)
  // What it names is called with the visitor's data: a host of somebody else is not taken, whoever says so.
  if (!host || !(host.isLivePerson || allowPrivate)) throw refused('foreign_host', advice.foreignHost(named))
  return shownHost(host.base)
}

const refused = (reason: string, sentence: string, setting?: string) =>
  new UnpreparedError({ is: 'misconfigured', reason, advice: sentence }, setting)

async function asked(reach: Reach, address: string): Promise<{ status: number; text: string }> {
  const answer = await reach(address, { headers: { accept: 'application/json' }, timeoutMs: 10_000, mostBytes: 65_536 })
  return { status: answer.status, text: await answer.text() }
}

function baseUriIn(text: string): string | undefined {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body !== 'object' || body === null || !('baseURI' in body)) return undefined
    return typeof body.baseURI === 'string' && body.baseURI !== '' ? body.baseURI : undefined
  } catch (fault) {
    if (fault instanceof SyntaxError) return undefined
    throw fault
  }
}

/** The button of the form. */
export async function resolve(given: PrepareWith): Promise<{ settings: Record<string, unknown>; message: string }> {
  const { account_id: account } = given.settings
  if (typeof account !== 'string' || account === '')
    throw refused('no_account', 'Give the Account ID first: the monitoring domain is looked up with it.', 'account_id')
  const host = await lookUp(given).catch(fault => {
    throw fault instanceof UnreachableError ? refused('unreached', advice.domainApiUnreached(fault)) : fault
  })
  return {
    settings: { monitoring_domain: host },
    message: `LivePerson says that account ${account} is monitored by ${host}.`
  }
}

/**
 * The domain that was saved is right until a request says otherwise. Then it is looked up: a move is followed, and where nothing better
 * is known, a 404 is the team's to mend and not worth a second request.
 */
export async function look(given: PrepareWith): Promise<Record<string, string>> {
  const saved = String(given.settings.monitoring_domain ?? '')
  if (given.again === undefined) return { host: saved }
  const found = await lookUp(given).catch(fault => {
    if (given.again === 'name') return saved
    throw given.again === 'answer' ? refused('404', advice.notFound) : fault
  })
  if (given.again === 'answer' && hostOf(found)?.base === hostOf(saved)?.base)
    throw refused('404_ids', advice.wrongIds(saved))
  return { host: found, isLookedUp: 'yes' }
}
