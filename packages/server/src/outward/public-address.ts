import ipaddr from 'ipaddr.js'

/**
 * Whether an address is one of the open internet. Everything else (this machine, the network it stands in, a cloud's own services at
 * 169.254.169.254, an IPv4 address inside IPv6) is reached by nobody on another's behalf.
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  return ipaddr.process(address).range() === 'unicast'
}
