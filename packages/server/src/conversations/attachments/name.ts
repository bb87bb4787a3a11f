import { conversationLimits } from '@foyer/protocol'

// Zero-width characters and the marks that turn the reading direction: with them "gnp.exe" reads "exe.png".
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const unusable = /[\u0000-\u001f\u007f-\u009f/\\:*?"<>|]/g

/** A file name that every system can save and that reads as what it is. */
export function plainName(text: string): string {
  const name = text
    .toWellFormed()
    .normalize('NFC')
    .replace(invisible, '')
    .replace(unusable, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  const dot = name.lastIndexOf('.')
  const end = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : ''
  const most = conversationLimits.attachmentNameChars
  return name.length > most ? name.slice(0, most - end.length).toWellFormed() + end : name || 'file'
}

/** RFC 6266: always to be saved, never shown in place. */
export function asDownload(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*!]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
