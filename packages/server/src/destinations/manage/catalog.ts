import type { CatalogEntry, MappingBody } from '@foyer/protocol'
import type { Kind, StepExample } from '../kind.ts'
import { kinds } from '../kinds.ts'

/** All that can be added, with what its form asks and what it makes of events. */
export const catalog = () => ({ items: kinds.map(entryOf) })

function entryOf(kind: Kind): CatalogEntry {
  const { type, name, description, category, website, settings, presets, targets, consentCategories, before } = kind
  return {
    type,
    name,
    description,
    category,
    website,
    settings,
    presets: presets.map(preset => ({ ...preset, mapping: preset.mapping as MappingBody })),
    targets,
    consentCategories,
    before,
    examples: kind.examples.map(shownExample)
  }
}

function shownExample({ title, preset, in: event, out }: StepExample): CatalogEntry['examples'][number] {
  const shown = { title, preset, event }
  if ('method' in out) return { ...shown, request: { method: out.method, url: out.url, body: out.body } }
  return {
    ...shown,
    instead: 'invalid' in out ? out.invalid : 'No rule of the preset wants this event, so nothing is sent.'
  }
}
