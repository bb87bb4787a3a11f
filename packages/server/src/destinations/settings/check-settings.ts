import type { SettingField } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'
import { storableText } from '../../identity/index.ts'
import type { JudgeAddress } from '../../outward/index.ts'
import type { CheckWith, Kind, SettingProblem, Settings } from '../kind.ts'

const most = { chars: 2_048, secretChars: 8_192, entries: 100 }

type Given = Readonly<Record<string, unknown>>
export type Judging = CheckWith & { judge: JudgeAddress }

const isShown = (field: SettingField, settings: Given): boolean =>
  field.shownWhen === undefined || settings[field.shownWhen.key] === field.shownWhen.is

/**
 * Settings as they are saved: each field held to what its destination says of it, in its order, with what was left out at its first
 * value. Refused with the name of the first field that is wrong, and a sentence.
 */
export async function checkSettings(kind: Kind, given: Given, judging: Judging): Promise<Settings> {
  const { settings, problems } = await settingsOf(kind, given, judging)
  const [first] = problems
  if (first) throw new AppError('invalid', first.message, { field: `settings.${first.key}` })
  return settings
}

/** The same with all that is wrong, for whoever is still filling the form. */
export async function settingsOf(
  kind: Kind,
  given: Given,
  judging: Judging
): Promise<{ settings: Settings; problems: SettingProblem[] }> {
  const problems: SettingProblem[] = []
  const settings: Record<string, unknown> = {}
  for (const key of Object.keys(given))
    if (!kind.settings.some(field => field.key === key))
      problems.push({ key, message: `${kind.name} has no setting "${key.slice(0, 64)}". Leave it out.` })
  for (const field of kind.settings) {
    const value = Object.hasOwn(given, field.key) ? given[field.key] : undefined
    const read = readField(field, value === undefined || value === null ? field.initial : value)
    if ('problem' in read) problems.push({ key: field.key, message: read.problem })
    else if (read.value !== undefined) settings[field.key] = read.value
  }
  const shown = kind.settings.filter(field => isShown(field, settings))
  for (const field of kind.settings) if (!shown.includes(field)) delete settings[field.key]
  for (const field of shown) {
    const isWrong = problems.some(problem => problem.key === field.key)
    if (isWrong) continue
    const value = settings[field.key]
    if (field.required && value === undefined)
      problems.push({ key: field.key, message: `${field.label} is missing. ${field.help}` })
    if (field.kind === 'address' && typeof value === 'string') {
      const problem = await judging.judge(value)
      if (problem) problems.push({ key: field.key, message: problem })
    }
  }
  // What a hidden field had wrong is nobody's problem.
  const told = problems.filter(
    ({ key }) => shown.some(field => field.key === key) || !kind.settings.some(field => field.key === key)
  )
  if (told.length === 0 && kind.check) told.push(...kind.check(settings, judging))
  return { settings, problems: told }
}

type Read = { value: unknown } | { problem: string }
const nothing: Read = { value: undefined }

function readField(field: SettingField, value: unknown): Read {
  if (value === undefined) return nothing
  const { label } = field
  switch (field.kind) {
    case 'secret':
      return readText(field, value, most.secretChars)
    case 'text':
    case 'address':
      return readText(field, value, most.chars)
    case 'choice': {
      if (value === '') return nothing
      const choices = field.choices ?? []
      return choices.some(choice => choice.value === value)
        ? { value }
        : { problem: `${label} must be one of ${choices.map(choice => choice.value).join(', ')}.` }
    }
    case 'switch':
      return typeof value === 'boolean' ? { value } : { problem: `${label} must be true or false.` }
    case 'number':
      if (value === '') return nothing
      return typeof value === 'number' && Number.isFinite(value) ? { value } : { problem: `${label} must be a number.` }
    case 'list': {
      if (!Array.isArray(value) || value.length > most.entries)
        return { problem: `${label} must be a list of at most ${most.entries} texts.` }
      const entries: unknown[] = []
      for (const one of value) {
        const read = readText(field, one, most.chars)
        if ('problem' in read) return read
        if (read.value !== undefined) entries.push(read.value)
      }
      return entries.length === 0 ? nothing : { value: entries }
    }
  }
}

function readText(field: SettingField, value: unknown, mostChars: number): Read {
  const { label } = field
  if (typeof value !== 'string') return { problem: `${label} must be a text.` }
  const text = storableText(value).trim()
  if (text === '') return nothing
  if (text.length > mostChars) return { problem: `${label} must have at most ${mostChars} characters.` }
  // Settings become addresses and headers: a line break in one would begin another. A key in PEM form has lines of its own.
  const isLong = field.kind === 'secret' && text.startsWith('-----BEGIN ')
  if (hasControls(text, isLong))
    return { problem: `${label} must be one line without control characters. Copy it once more.` }
  if (field.pattern !== undefined && !new RegExp(field.pattern, 'u').test(text))
    return { problem: field.patternHelp ?? `${label} does not have the expected form. ${field.help}` }
  return { value: text }
}

const hasControls = (text: string, allowsLines: boolean) =>
  [...text].some(char => {
    const code = char.charCodeAt(0)
    return (code < 32 && !(allowsLines && (char === '\n' || char === '\r'))) || (code >= 127 && code < 160)
  })
