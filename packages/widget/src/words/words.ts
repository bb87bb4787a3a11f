/** Everything the widget says, in one language. `{…}` is filled in. */
export type Words = {
  dir: 'ltr' | 'rtl'
  open: string
  close: string
  unread: string
  title: string
  greeting: string
  hint: string
  here: string
  minutes: string
  hours: string
  day: string
  away: string
  back: string
  connecting: string
  offline: string
  turnedAway: string
  failed: string
  again: string
  write: string
  send: string
  attach: string
  emoji: string
  dropHere: string
  remove: string
  messages: string
  older: string
  jump: string
  you: string
  team: string
  assistant: string
  sources: string
  answersAtOnce: string
  toPerson: string
  personComes: string
  typing: string
  typingBy: string
  sending: string
  waiting: string
  sent: string
  delivered: string
  read: string
  notSent: string
  blocked: string
  discard: string
  today: string
  yesterday: string
  download: string
  tooLarge: string
  wrongType: string
  tooMany: string
  tooLong: string
  conversations: string
  newConversation: string
  open_: string
  resolved: string
  reopens: string
  soundOn: string
  soundOff: string
  emailAsk: string
  emailLabel: string
  emailSave: string
  emailSkip: string
  emailBad: string
  emailKept: string
  emailLater: string
  rateAsk: string
  rate: readonly [string, string, string, string, string]
  rateComment: string
  rateSend: string
  rateThanks: string
}

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
