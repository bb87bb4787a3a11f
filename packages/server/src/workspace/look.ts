import type { AgentLook, AgentLookChange, OfficeHours } from '@foyer/protocol'
import { AppError } from '../http/index.ts'
import { knownTimezone } from './workspace.ts'

/** The look after a change: what is not named stays, null takes a setting back. Texts lose the blanks around them. */
export function lookAfter(before: AgentLook, change: AgentLookChange): AgentLook {
  const after = Object.entries({ ...before, ...change })
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value])
  const look: AgentLook = Object.fromEntries(after)
  return {
    ...look,
    ...(look.color && { color: look.color.toLowerCase() }),
    ...(look.officeHours && { officeHours: knownHours(look.officeHours) })
  }
}

function knownHours({ timezone, spans }: OfficeHours): OfficeHours {
  for (const [index, { from }] of spans.entries())
    if (from === '24:00')
      throw new AppError('invalid', 'Office hours begin at 23:59 at the latest.', {
        field: `look.officeHours.spans.${index}.from`
      })
  return { timezone: knownTimezone(timezone, 'look.officeHours.timezone'), spans }
}

/** The settings that differ, as they were and as they are. */
export function lookDifference(before: AgentLook, after: AgentLook): { before: AgentLook; after: AgentLook } {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof AgentLook>
  const differing = [...names].filter(name => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  const only = (look: AgentLook): AgentLook =>
    Object.fromEntries(differing.filter(name => name in look).map(name => [name, look[name]]))
  return { before: only(before), after: only(after) }
}
