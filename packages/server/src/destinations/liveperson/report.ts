import type { Target } from '@foyer/protocol'
import type { Built, Mapped, Moment } from '../kind.ts'
import { conformed, MisfitError } from './conform.ts'
import { hostOf } from './host.ts'
import { identityOf } from './identity.ts'
import { pairOf } from './session.ts'
import { targets } from './targets.ts'

/** Of these LivePerson keeps the latest whole; the others add up. */
const replaced: ReadonlySet<string> = new Set(['cart', 'cartStatus', 'personal', 'ctmrinfo', 'mrktInfo', 'service'])

type Part = { entryPoints: string[]; attribute?: { type: string }; isNamed: boolean }
const byType = new Map(targets.map(target => [target.to, target]))

/** One report of what a visitor did: each page once, the latest of what replaces, all of what adds up. */
export function build(mapped: readonly Mapped[], at: Moment): Built {
  const parts: Part[] = []
  for (const one of mapped) {
    const target = byType.get(one.to)
    if (!target) return { invalid: `LivePerson knows nothing called ${one.to}.`, reason: 'unknown_target' }
    try {
      const part = partOf(one, target, at)
      if ('invalid' in part) return part
      parts.push(part)
    } catch (fault) {
      if (fault instanceof MisfitError) return { invalid: fault.message, reason: 'misfit' }
      throw fault
    }
  }
  const host = hostOf(at.prepared.host ?? String(at.settings.monitoring_domain))
  if (!host) return { invalid: 'The monitoring domain is no host. Change it in the settings.', reason: 'no_host' }
  const entryPoints = [...new Set(parts.flatMap(part => part.entryPoints))]
  const body = {
    consumerId: mapped[0]?.event.visitor.id,
    ...(parts.some(part => part.isNamed) ? { identities: [identityOf(mapped, at)] } : {}),
    ...(entryPoints.length > 0 ? { entryPoints } : {}),
    engagementAttributes: latest(parts.flatMap(part => (part.attribute ? [part.attribute] : [])))
  }
  const isPut = at.settings.http_method === 'PUT'
  return {
    request: {
      method: isPut ? 'PUT' : 'POST',
      url: `${host.base}${pathOf(mapped, at)}`,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(isPut ? {} : { 'x-http-method-override': 'PUT' })
      },
      body: JSON.stringify(body)
    }
  }
}

function pathOf(mapped: readonly Mapped[], at: Moment): string {
  const { account_id: account, app_installation_id: app, api_version: version } = at.settings
  const { vid, sid } = pairOf(mapped, at)
  const query = new URLSearchParams({ v: String(version ?? '1.0') })
  if (vid !== undefined) query.set('vid', vid)
  if (sid !== undefined) query.set('sid', sid)
  // On behalf of the visitor: without it LivePerson would place every visitor where this server stands.
  query.set('obh', 'true')
  return `/api/account/${encodeURIComponent(String(account))}/app/${encodeURIComponent(String(app))}/report?${query}`
}

function partOf(one: Mapped, target: Target, at: Moment): Part | { invalid: string; reason: string } {
  const { entryPoints, identities, section, language, ...attribute } = conformed(target, one.fields)
  const isPage = target.to === 'entryPoints'
  if (!isPage && at.settings.send_customer_id === false && one.to === 'ctmrinfo') dropCustomer(attribute)
  const isEmpty = isPage ? entryPoints === undefined : !saysSomething(attribute)
  if (isEmpty)
    return {
      invalid: `“${one.event.name || one.event.type}” says nothing that “${target.name}” takes: every field that the rule “${one.rule}” fills is empty in it.`,
      reason: 'empty'
    }
  return {
    entryPoints: [
      ...((entryPoints ?? []) as string[]),
      ...(section === undefined ? [] : [`sec://${section}`]),
      ...(language === undefined ? [] : [`lang://${language}`])
    ],
    isNamed: identities === true,
    ...(isPage ? {} : { attribute: { type: target.to, ...attribute } })
  }
}

function dropCustomer(attribute: Record<string, unknown>): void {
  const { customerId: _left, ...info } = (attribute.info ?? {}) as Record<string, unknown>
  attribute.info = info
}

const saysSomething = (attribute: object): boolean =>
  Object.values(attribute).some(value => (typeof value === 'object' && value !== null ? saysSomething(value) : true))

const latest = (attributes: { type: string }[]) =>
  attributes.filter(
    (one, index) => !(replaced.has(one.type) && attributes.slice(index + 1).some(later => later.type === one.type))
  )

/** LivePerson marks a repeated order, lead or service by its id; what replaces may come twice; a second view or search would count. */
export const mayRepeat = (mapped: readonly Mapped[]): boolean => mapped.every(one => mayComeTwice(one))

function mayComeTwice({ to, fields }: Mapped): boolean {
  switch (to) {
    case 'entryPoints':
      return true
    case 'purchase':
      return isText(fields.orderId)
    case 'lead':
      return isText(inner(fields.lead, 'leadId'))
    case 'service':
      return isText(inner(fields.service, 'serviceId'))
    default:
      return replaced.has(to)
  }
}

const isText = (value: unknown) => value !== undefined && value !== null && value !== ''
const inner = (value: unknown, key: string) =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
