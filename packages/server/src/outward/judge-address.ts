import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isPublic } from './public-address.ts'

export type JudgeAddress = (address: string) => Promise<string | undefined>

const patienceMs = 3_000
const ownNames = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)\.?$/i

/**
 * What is wrong with an address that somebody saves, in a sentence. It is judged again each time it is called, by what its name means then
 * (`reach.ts`); this is to say it where it can be mended. A name that the DNS does not know yet is none of ours to refuse.
 */
export const createJudgeAddress =
  (options: { allowPrivate: boolean }): JudgeAddress =>
  async address => {
    const url = URL.parse(address)
    if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '')
      return 'Give the whole address, such as https://example.com/hooks.'
    // Some read the host before it and some the one behind it.
    if (address.includes('\\')) return 'An address has no backslash. Write /.'
    if (url.username !== '' || url.password !== '')
      return 'Names and passwords do not belong in an address. Leave out what stands before the @.'
    if (options.allowPrivate) return undefined
    if (url.protocol !== 'https:') return 'Give an address with https://, so that nobody on the way can read along.'
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const isInside = isIP(host) ? !isPublic(host) : ownNames.test(host) || (await leadsInside(host))
    return isInside
      ? `${host} is an address of a private network, which is not asked. An operator can allow it with FOYER_ALLOW_PRIVATE_DESTINATIONS.`
      : undefined
  }

async function leadsInside(host: string): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<[]>(resolve => {
    timer = setTimeout(() => resolve([]), patienceMs)
  })
  const found = await Promise.race([lookup(host, { all: true }).catch(() => []), patience])
  clearTimeout(timer)
  return found.some(({ address }) => !isPublic(address))
}
