import type { AgentLook, AgentLookChange } from '@foyer/protocol'

const names: Record<keyof AgentLook, string> = {
  color: 'colour',
  position: 'side',
  title: 'title',
  greeting: 'greeting',
  hint: 'hint',
  launcher: 'launcher',
  theme: 'theme',
  locale: 'language',
  replyTime: 'reply time',
  officeHours: 'office hours',
  askEmail: 'e-mail',
  sound: 'sound',
  attachments: 'files',
  rating: 'rating'
}
const settings = Object.keys(names) as (keyof AgentLook)[]

/** A text of nothing but blanks is none: the widget's own takes its place. */
const worth = (value: unknown) => (typeof value === 'string' ? value.trim() || undefined : value)
const differs = (a: unknown, b: unknown) => JSON.stringify(worth(a)) !== JSON.stringify(worth(b))

/** The settings in which two looks differ. */
export const changedSettings = (kept: AgentLook, drawn: AgentLook): (keyof AgentLook)[] =>
  settings.filter(name => differs(kept[name], drawn[name]))

/** What the server is told: only what changed, and null for what is as it comes again. */
export const changeOf = (kept: AgentLook, drawn: AgentLook): AgentLookChange =>
  Object.fromEntries(changedSettings(kept, drawn).map(name => [name, worth(drawn[name]) ?? null]))

/** What the preview is shown. */
export const wornLook = (drawn: AgentLook): AgentLook =>
  Object.fromEntries(settings.filter(name => worth(drawn[name]) !== undefined).map(name => [name, worth(drawn[name])]))

export function changesText(changed: readonly (keyof AgentLook)[]): string {
  const words = changed.map(name => names[name])
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}
