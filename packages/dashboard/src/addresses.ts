import { readTypes } from './pages/person/timeline-filter.ts'

/**
 * What each page keeps in its address. An address may be typed or years old: what means nothing is left out, never an error.
 */
export type ProfileAddress = { types?: string; show?: 'facts' }
export type LiveAddress = ProfileAddress & { person?: string; page?: string; country?: string; source?: string }

export const readProfileAddress = (raw: Record<string, unknown>): ProfileAddress =>
  present({ types: readTypes(raw.types), show: raw.show === 'facts' ? 'facts' : undefined })

export const readLiveAddress = (raw: Record<string, unknown>): LiveAddress =>
  present({
    ...readProfileAddress(raw),
    person: /^vis_[0-9a-f]{32}$/.test(String(raw.person)) ? String(raw.person) : undefined,
    page: word(raw.page),
    country: /^[A-Z]{2}$/.test(String(raw.country)) ? String(raw.country) : undefined,
    source: word(raw.source)
  })

export const readSignInAddress = (raw: Record<string, unknown>): { return?: string } =>
  present({ return: word(raw.return) })

export const readAgentsAddress = (raw: Record<string, unknown>): { add?: 'yes' } =>
  present({ add: raw.add === 'yes' ? 'yes' : undefined })

/** `tab`: the framework whose steps are shown; `proof`: the language of the identity example. */
export const readAgentAddress = (raw: Record<string, unknown>): { tab?: string; proof?: string } =>
  present({ tab: word(raw.tab), proof: word(raw.proof) })

/** `c`: the conversation that is being tried. */
export const readPlaygroundAddress = (raw: Record<string, unknown>): { c?: string } =>
  present({ c: /^cnv_[0-9a-f]{32}$/.test(String(raw.c)) ? String(raw.c) : undefined })

/** `edit`: a rule's id, `new`, or the template it begins with. */
export const readMessagesAddress = (raw: Record<string, unknown>): { edit?: string } =>
  present({ edit: word(raw.edit) })

export const readLedgerAddress = (raw: Record<string, unknown>): { days?: string; agent?: string } =>
  present({ days: /^\d{1,2}$/.test(String(raw.days)) ? String(raw.days) : undefined, agent: word(raw.agent) })

const word = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 2000) : undefined

const present = <Values extends object>(values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values
