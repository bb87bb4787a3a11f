import { cartReaches, matchesPage, propertiesHold } from '@foyer/protocol/proactive-match'
import type { CartValue, PageSideCondition } from '../wire.ts'
import type { Heard } from './page-facts.ts'

export type Moment = {
  url: string
  seenMs: number
  stayMs: number
  percent: () => number
  events: readonly Heard[]
  cart: CartValue | undefined
}

export const fits = (conditions: readonly PageSideCondition[], moment: Moment): boolean =>
  conditions.every(condition => {
    switch (condition.kind) {
      case 'page':
        return matchesPage(moment.url, condition)
      case 'timeOnPage':
        return moment.seenMs >= condition.seconds * 1000
      case 'timeOnSite':
        return moment.stayMs >= condition.seconds * 1000
      case 'scroll':
        return moment.percent() >= condition.percent
      case 'event':
        return moment.events.some(
          ({ name, properties }) => name === condition.name && propertiesHold(properties, condition.where)
        )
      case 'cart':
        return cartReaches(moment.cart, condition)
      default:
        // Of a server that is newer than this page.
        return false
    }
  })
