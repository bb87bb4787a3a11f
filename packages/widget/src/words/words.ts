import type { Words } from './language.ts'

export type { Words } from './language.ts'

const loaders: Record<string, () => Promise<{ words: Words }>> = {
  en: () => import('./en.ts'),
  de: () => import('./de.ts'),
  fr: () => import('./fr.ts'),
  es: () => import('./es.ts'),
  pt: () => import('./pt.ts'),
  ar: () => import('./ar.ts')
}

/** The first of these languages there are words for; English where there is none. */
export const languageOf = (locales: readonly string[]): string =>
  locales.map(locale => locale.slice(0, 2).toLowerCase()).find(language => Object.hasOwn(loaders, language)) ?? 'en'

export const loadWords = async (language: string): Promise<Words> => {
  const load = loaders[language] ?? loaders.en
  if (!load) throw new Error('there are no words')
  return (await load()).words
}

export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
