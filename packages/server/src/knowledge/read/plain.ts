import { type Read, tidy } from './blocks.ts'

/** Paragraphs are what empty lines part. */
export function readPlain(text: string): Read {
  const blocks = text
    .replaceAll('\r\n', '\n')
    .split(/\n[ \t]*\n/)
    .map(part => tidy(part))
    .filter(part => part !== '')
    .map(part => ({ kind: 'text' as const, text: part }))
  return { title: null, blocks }
}
