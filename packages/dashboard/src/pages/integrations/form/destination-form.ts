import type {
  CatalogEntry,
  Destination,
  DestinationChange,
  DestinationCreate,
  PersonalRules,
  SettingField
} from '@foyer/protocol'

/** What the team fills in, as it stands in the fields: a list is its lines, a number its digits. */
export type DestinationForm = {
  name: string
  /** `null`: the secret that is kept is to be forgotten. */
  settings: Record<string, string | boolean | null>
  consentCategories: string[]
  whenConsentUnknown: 'send' | 'withhold'
  personal: PersonalRules
  agentIds: string[]
  /** `null`: of everybody. */
  segmentId: string | null
}

export function newForm(kind: CatalogEntry): DestinationForm {
  return {
    name: kind.name,
    settings: Object.fromEntries(kind.settings.map(field => [field.key, typedOf(field, field.initial)])),
    consentCategories: [...kind.consentCategories],
    whenConsentUnknown: 'send',
    personal: {},
    agentIds: [],
    segmentId: null
  }
}

export function formOf(destination: Destination, kind: CatalogEntry): DestinationForm {
  const { name, settings, consentCategories, whenConsentUnknown, personal, agentIds, segmentId } = destination
  return {
    name,
    settings: Object.fromEntries(kind.settings.map(field => [field.key, typedOf(field, settings[field.key])])),
    consentCategories,
    whenConsentUnknown,
    personal,
    agentIds,
    segmentId
  }
}

/** A secret that is kept is no text: its field begins empty. */
function typedOf(field: SettingField, value: unknown): string | boolean {
  if (field.kind === 'switch') return value === true
  if (Array.isArray(value)) return value.join('\n')
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

export const isKept = (destination: Destination | undefined, key: string): boolean => {
  const value = destination?.settings[key]
  return typeof value === 'object' && value !== null && 'isSet' in value
}

export function isShown({ shownWhen }: SettingField, form: DestinationForm): boolean {
  return shownWhen === undefined || form.settings[shownWhen.key] === shownWhen.is
}

export const shownFields = (kind: CatalogEntry, form: DestinationForm) =>
  kind.settings.filter(field => isShown(field, form))

/** As the wire has them. What is empty, and what is not asked, is left out. */
export function settingsOf(kind: CatalogEntry, form: DestinationForm): Record<string, unknown> {
  const given = shownFields(kind, form).map(field => [field.key, onWire(field, form.settings[field.key])] as const)
  return Object.fromEntries(given.filter(([, value]) => value !== undefined))
}

function onWire(field: SettingField, typed: string | boolean | null | undefined): unknown {
  if (typeof typed !== 'string') return typed
  const text = field.kind === 'secret' ? typed : typed.trim()
  if (text === '') return undefined
  if (field.kind === 'number') return Number(text)
  if (field.kind !== 'list') return text
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
}

/** An address of the form leads to another server than the kept one: secrets were entered for that one, and are entered again. */
export const isElsewhere = (kind: CatalogEntry, form: DestinationForm, kept: Destination | undefined): boolean =>
  kept !== undefined &&
  kind.settings.some(
    ({ key, kind: of }) => of === 'address' && originOf(form.settings[key]) !== originOf(kept.settings[key])
  )

const originOf = (value: unknown): string =>
  typeof value === 'string' ? (URL.parse(value.trim())?.origin ?? value.trim().toLowerCase()) : ''

/** What can be said of a field before anybody else is asked, by its key; `name` is the destination's own. */
export function faultsOf(
  kind: CatalogEntry,
  form: DestinationForm,
  kept?: Destination
): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {}
  if (form.name.trim() === '') faults.name = 'Give it a name.'
  const settings = settingsOf(kind, form)
  for (const field of shownFields(kind, form)) {
    const isMissing = settings[field.key] === undefined && form.settings[field.key] !== null
    const fault =
      isMissing && isKept(kept, field.key) && isElsewhere(kind, form, kept)
        ? `Enter ${field.label} again: the address leads to another server now.`
        : faultOf(field, settings[field.key], isKept(kept, field.key))
    if (fault) faults[`settings.${field.key}`] = fault
  }
  return faults
}

/** What can be looked up is, when it is saved empty; but nobody would know a secret that was made up there. */
export const isNeeded = ({ kind, required, resolves }: SettingField) => required && (!resolves || kind === 'secret')

function faultOf(field: SettingField, value: unknown, isSecretKept: boolean): string | undefined {
  const { kind, label, pattern, patternHelp } = field
  if (value === undefined) return isNeeded(field) && !isSecretKept ? `${label} is needed.` : undefined
  if (kind === 'number') return Number.isFinite(value) ? undefined : `${label} is a number.`
  if (kind === 'address' && !/^https?:\/\/[^\s/]/i.test(String(value))) return `${label} begins with https://.`
  if (pattern !== undefined && typeof value === 'string' && !fitsPattern(pattern, value))
    return patternHelp ?? `${label} does not look right.`
  return undefined
}

function fitsPattern(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value)
  } catch {
    // A pattern that this browser does not read is left to the server.
    return true
  }
}

export function createOf(kind: CatalogEntry, preset: string, form: DestinationForm): DestinationCreate {
  const { consentCategories, whenConsentUnknown, personal, agentIds, segmentId } = form
  return {
    type: kind.type,
    preset,
    name: form.name.trim(),
    settings: settingsOf(kind, form),
    consentCategories,
    whenConsentUnknown,
    personal,
    agentIds,
    segmentId,
    enabled: true
  }
}

/** Only what is different from what is kept; nothing where all is as it was. */
export function changeOf(kind: CatalogEntry, kept: Destination, form: DestinationForm): DestinationChange | undefined {
  const before = formOf(kept, kind)
  const change: DestinationChange = {}
  if (form.name.trim() !== before.name) change.name = form.name.trim()
  const settings = changedSettings(kind, before, form)
  if (Object.keys(settings).length > 0) change.settings = settings
  if (!isSame(form.consentCategories, before.consentCategories)) change.consentCategories = form.consentCategories
  if (form.whenConsentUnknown !== before.whenConsentUnknown) change.whenConsentUnknown = form.whenConsentUnknown
  if (!isSame(form.personal, before.personal)) change.personal = form.personal
  if (!isSame(form.agentIds, before.agentIds)) change.agentIds = form.agentIds
  if (form.segmentId !== before.segmentId) change.segmentId = form.segmentId
  return Object.keys(change).length === 0 ? undefined : change
}

function changedSettings(kind: CatalogEntry, before: DestinationForm, form: DestinationForm): Record<string, unknown> {
  const is = settingsOf(kind, form)
  const changed: Record<string, unknown> = {}
  for (const { key, kind: type } of kind.settings) {
    if (form.settings[key] === before.settings[key]) continue
    if (is[key] !== undefined) changed[key] = is[key]
    else if (type !== 'secret') changed[key] = null
  }
  return changed
}

/** Whether a field, by its name on the wire, still stands as it was sent. */
export const isAsSent = (field: string, sent: DestinationForm, form: DestinationForm): boolean =>
  isSame(valueAt(sent, field), valueAt(form, field))

function valueAt(form: DestinationForm, field: string): unknown {
  const [part = '', key] = field.split('.')
  const value = form[part as keyof DestinationForm] as string | Record<string, unknown>
  return key === undefined || typeof value === 'string' ? value : value?.[key]
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(ordered(one)) === JSON.stringify(ordered(other))

const ordered = (value: unknown): unknown =>
  Array.isArray(value)
    ? [...value].sort()
    : typeof value === 'object' && value !== null
      ? Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))
      : value
