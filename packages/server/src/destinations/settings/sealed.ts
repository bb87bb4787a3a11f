import { storableJson } from '../../identity/index.ts'
import type { Kind, Settings } from '../kind.ts'

export type Vault = { seal(text: string, owner: string): Buffer; open(sealed: Uint8Array, owner: string): string }
/** As they are stored: what may be shown, and the secret ones as JSON that only this installation opens, for this destination. */
export type StoredSettings = { settings: Record<string, unknown>; sealed: Uint8Array | null }

const ownerOf = (destination: string) => `destination ${destination}`

export function sealSettings(vault: Vault, kind: Kind, destination: string, settings: Settings): StoredSettings {
  const shown: Record<string, unknown> = {}
  const secret: Record<string, unknown> = {}
  for (const field of kind.settings)
    if (settings[field.key] !== undefined) (field.kind === 'secret' ? secret : shown)[field.key] = settings[field.key]
  const isAny = Object.keys(secret).length > 0
  return {
    settings: JSON.parse(storableJson(JSON.stringify(shown))),
    sealed: isAny ? vault.seal(JSON.stringify(secret), ownerOf(destination)) : null
  }
}

/** All of them, the secret ones among them: for whoever sends, and for nobody's eyes. */
export const openSettings = (vault: Vault, destination: string, { settings, sealed }: StoredSettings): Settings =>
  sealed === null ? settings : { ...settings, ...JSON.parse(vault.open(sealed, ownerOf(destination))) }

/** A secret is only said to be there. */
export const shownSettings = (kind: Kind, settings: Settings): Record<string, unknown> =>
  Object.fromEntries(
    kind.settings
      .filter(field => settings[field.key] !== undefined)
      .map(field => [field.key, field.kind === 'secret' ? { isSet: true } : settings[field.key]])
  )

/** A form that sends back what it was shown keeps the secret; `null` takes it away. */
export const withoutMarks = (kind: Kind, settings: Settings) =>
  Object.fromEntries(
    Object.entries(settings).filter(([key, value]) => {
      const isSecret = kind.settings.some(field => field.key === key && field.kind === 'secret')
      return !(isSecret && typeof value === 'object' && value !== null && 'isSet' in value)
    })
  )
