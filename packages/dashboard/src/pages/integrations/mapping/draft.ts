import type { Destination, Mapping, MappingRule, MappingValue, Target } from '@foyer/protocol'
import { isObject } from '@foyer/protocol/plain'
import { faultLine } from './json-fault.ts'

/** What was saved was read by the server before: the values of its fields are values. */
export const mappingOf = (saved: Pick<Destination, 'mapping'>) => saved.mapping as Mapping
export const onTheWire = (mapping: Mapping) => mapping as Destination['mapping']

/** Any text that is JSON, as a mapping that the form can show; what is wrong inside of it is the server's to say. */
export function readDraft(text: string): { mapping: Mapping } | { fault: string; line?: number } {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    // Half written: said beside the text.
    return { fault: 'This is no JSON yet.', line: faultLine(text) }
  }
  if (isObject(read) && Array.isArray(read.rules) && read.rules.every(isRule)) return { mapping: read as Mapping }
  return {
    fault: 'A mapping is {"rules": [ … ]}, and each rule has a name, what it is on, what it becomes and its fields.'
  }
}

/** Enough of a rule that the form can show it and its values. */
function isRule(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value.name === 'string' &&
    typeof value.to === 'string' &&
    isObject(value.on) &&
    (value.on.types === undefined || Array.isArray(value.on.types)) &&
    (value.on.names === undefined || Array.isArray(value.on.names)) &&
    (value.where === undefined || (Array.isArray(value.where) && value.where.every(isObject))) &&
    isObject(value.fields) &&
    Object.values(value.fields).every(isValue)
  )
}

function isValue(value: unknown): boolean {
  if (!isObject(value)) return false
  const form = formOf(value as MappingValue)
  if (value.when !== undefined && !isObject(value.when)) return false
  if (form === 'first') return Array.isArray(value.first) && value.first.every(isValue)
  if (form === 'each') return isObject(value.fields) && Object.values(value.fields).every(isValue)
  return form === 'constant' || typeof value[form] === 'string'
}

export const forms = ['path', 'constant', 'template', 'first', 'each', 'sum', 'texts'] as const
export type Form = (typeof forms)[number]

export const formOf = (value: MappingValue): Form => forms.find(form => Object.hasOwn(value, form)) ?? 'path'

/** What stays when a value is told in another form: how it is cast, and when. */
export function inForm(value: MappingValue, form: Form): MappingValue {
  const { as, otherwise, when, hash } = value
  const beside = {
    ...(as === undefined ? {} : { as }),
    ...(otherwise === undefined ? {} : { otherwise }),
    ...(when === undefined ? {} : { when }),
    ...(hash === undefined ? {} : { hash })
  }
  const path = pathOf(value)
  switch (form) {
    case 'path':
      return { path, ...beside }
    case 'constant':
      return { constant: '', ...beside }
    case 'template':
      return { template: path === '' ? '' : `{{${path}}}`, ...beside }
    case 'first':
      return { first: [formOf(value) === 'path' ? { path } : { path: '' }], ...beside }
    case 'each':
      return { each: path, fields: {}, ...beside }
    case 'sum':
      return { sum: path, ...beside }
    case 'texts':
      return { texts: path, ...beside }
  }
}

function pathOf(value: MappingValue): string {
  if ('path' in value) return value.path
  if ('each' in value) return value.each
  if ('sum' in value) return value.sum
  return 'texts' in value ? value.texts : ''
}

/** A name that no other rule has. */
export function freeName(rules: readonly MappingRule[], wanted: string): string {
  const names = new Set(rules.map(rule => rule.name))
  if (!names.has(wanted)) return wanted
  for (let n = 2; ; n++) if (!names.has(`${wanted} ${n}`)) return `${wanted} ${n}`
}

/** With the fields its target demands, so that they are seen at once. */
export function newRule(rules: readonly MappingRule[], target: Target): MappingRule {
  const required = target.fields.filter(field => field.required && !field.path.includes('*'))
  return {
    name: freeName(rules, 'New rule'),
    on: { types: ['track'] },
    to: target.to,
    fields: Object.fromEntries(required.map(field => [field.path, { path: '' }]))
  }
}

export const moved = <One>(all: readonly One[], from: number, to: number): One[] => {
  const [one] = all.slice(from, from + 1)
  return one === undefined ? [...all] : all.toSpliced(from, 1).toSpliced(to, 0, one)
}

/** Fields in their order, with one under another name. */
export const renamed = (fields: MappingRule['fields'], from: string, to: string): MappingRule['fields'] =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name === from ? to : name, value]))

export const without = (fields: MappingRule['fields'], name: string): MappingRule['fields'] =>
  Object.fromEntries(Object.entries(fields).filter(([one]) => one !== name))

/** Nothing where it says what it said. */
export const isSame = (one: unknown, other: unknown): boolean => written(one) === written(other)

const written = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    isObject(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one
  )
