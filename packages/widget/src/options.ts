import type { OfficeHours } from '@foyer/protocol'
import type { AskEmail } from './conversation/asking.ts'
import type { PageVisitor } from './line/identity.ts'

/** How the widget looks and behaves: `data-…` attributes of the script tag, or the second argument of `injectWidget`. */
export type WidgetOptions = {
  /** Who the page says the visitor is. */
  visitor?: PageVisitor
  /** Where the Foyer server answers. Default: where the script came from. */
  apiBase?: string
  /** What stands at the top. */
  title?: string
  /** The first line of an empty conversation, and the one below it. */
  greeting?: string
  hint?: string
  /** The accent, as `#rgb` or `#rrggbb`. */
  color?: string
  /** Which side it sits on. Default: where the page's lines end. */
  position?: 'left' | 'right'
  /** `none`: the page opens the chat itself. Any other text stands beside the sign. */
  launcher?: string
  /** Default `auto`: as the system is. */
  theme?: 'auto' | 'light' | 'dark'
  /** `de`, `pt-BR`… Default: the page's language, then the browser's. */
  locale?: string
  /** `minutes`, `hours`, `day`, or a sentence of your own. */
  replyTime?: string
  /** `Mon-Fri 09:00-17:00, Sat 10:00-14:00 Europe/Berlin` */
  officeHours?: string | OfficeHours
  /** When to ask for an e-mail address. Default `away`: when nobody answers in time. */
  askEmail?: AskEmail
  sound?: boolean
  attachments?: boolean
  /** Ask how it was once a conversation is closed. */
  rating?: boolean
  /** Say which pages were seen (F7) where the tracker does not. Default: true; never under Do Not Track or GPC. */
  trackPages?: boolean
  /** Pixels from the edges. Default: 20. */
  offset?: number | string
  zIndex?: number | string
}

export const isColor = (text: string | undefined): text is string => /^#(?:[\da-f]{3}|[\da-f]{6})$/i.test(text ?? '')
