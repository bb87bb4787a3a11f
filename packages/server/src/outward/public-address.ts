import ipaddr from 'ipaddr.js'

const givenOut = ipaddr.IPv6.parse('2000::')

/**
 * Whether an address is one of the open internet. Everything else (this machine, the network it stands in, a cloud's own services at
 * 169.254.169.254, an IPv4 address inside IPv6) is reached by nobody on another's behalf. Of IPv6 only 2000::/3 was ever given out as
 * public, and what lies beside it (::127.0.0.1, written ::7f00:1) is not in every list of special ranges.
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  if (parsed.range() !== 'unicast') return false
  return !(parsed instanceof ipaddr.IPv6) || parsed.match(givenOut, 3)
}
