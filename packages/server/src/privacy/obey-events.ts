import type { Holding, Rewrite } from './event-rewrites.ts'
import type { RuleTable } from './rule-table.ts'

const byCountry = (values: string, type: string, otherwise: string) =>
  `transform(toString(country), {countries:Array(String)}, {${values}:Array(${type})}, {${otherwise}:${type}})`

const ipRule = byCountry('ips', 'String', 'otherIp')
const placeRule = byCountry('places', 'String', 'otherPlace')
const dayRule = `toUInt16(${byCountry('days', 'UInt16', 'otherDays')})`

/** IPv4 addresses stand in the last 32 bits, so 24 of theirs are 120. */
const truncatedIp = `tupleElement(IPv6CIDRToRange(ip, multiIf(startsWith(toString(ip), '::ffff:'), 120,
  startsWith(toString(ip), '2002:'), 40, 48)), 1)`

const kept: Record<string, string> = {
  ip: `multiIf(${ipRule} = 'never', toIPv6('::'), ${ipRule} = 'truncated', ${truncatedIp}, ip)`,
  user_agent: `if(${ipRule} = 'never', '', user_agent)`,
  country: `if(${placeRule} = 'none', '', toString(country))`,
  region: `if(${placeRule} IN ('city', 'region'), region, '')`,
  city: `if(${placeRule} = 'city', city, '')`,
  timezone: `if(${placeRule} = 'none', '', timezone)`,
  // Never longer than whoever it was about was told.
  place_days: `least(place_days, ${dayRule})`
}

const columnsOf: Record<Holding, readonly string[]> = {
  events: Object.keys(kept),
  requests: ['ip', 'country', 'place_days']
}

/** Makes the events, or the logged requests, of one workspace hold no more than these rules let them. */
export const obeying = (of: Holding, workspaceNumber: number, rules: RuleTable): Rewrite => ({
  of,
  set: rulesFor(of)
    .map(([column, value]) => `${column} = ${value}`)
    .join(', '),
  where: `workspace = {workspace:UInt32} AND (${rulesFor(of)
    .map(([column, value]) => `${column} != ${value}`)
    .join(' OR ')})`,
  params: { workspace: workspaceNumber, ...rules }
})

const rulesFor = (of: Holding) => Object.entries(kept).filter(([column]) => columnsOf[of].includes(column))
