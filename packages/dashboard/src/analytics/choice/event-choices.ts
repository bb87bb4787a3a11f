import type { EventChoice, FieldsAnswer } from '@foyer/protocol'
import { eventTypes, isType } from './choice-text.ts'
import { choiceWords, turnWords } from './choice-words.ts'

export type Offer = { key: string; label: string; choice: EventChoice; count?: number }
export type OfferGroup = { title: string; offers: Offer[] }

/** What can be chosen for the words typed so far: what this workspace really has, then what Foyer knows of everywhere. */
export function offersFor(typed: string, events: FieldsAnswer['items'], pages: FieldsAnswer['items']): OfferGroup[] {
  const text = typed.trim()
  const fits = (label: string) => label.toLowerCase().includes(text.toLowerCase())
  const named = events.filter(({ value, kind }) => kind === 'event' && !isType(value) && !(value in turnWords))
  const groups: OfferGroup[] = [
    {
      title: 'Events',
      offers: named.filter(({ value }) => fits(value)).map(one => offer({ event: one.value }, one.count))
    },
    {
      title: 'Pages',
      offers: [
        ...patternOffer(text),
        ...pages.filter(({ value }) => value !== '').map(one => offer({ event: 'page', name: one.value }, one.count))
      ]
    },
    {
      title: 'In conversations',
      offers: Object.keys(turnWords)
        .map(name => offer({ event: 'conversation', name }))
        .filter(({ label }) => fits(label))
    },
    {
      title: 'Anything of a kind',
      offers: eventTypes.map(event => offer({ event })).filter(({ label, key }) => fits(label) || fits(key))
    }
  ]
  const known = groups.flatMap(({ offers }) => offers)
  const isNew = text !== '' && !text.startsWith('/') && !known.some(({ label }) => label === text)
  if (isNew)
    groups.push({ title: 'By its name', offers: [{ ...offer({ event: text }), label: `The event “${text}”` }] })
  return groups.filter(({ offers }) => offers.length > 0)
}

/** `/product/*` is every page below; a path that nobody has been on yet can be asked for too. */
function patternOffer(text: string): Offer[] {
  if (!text.startsWith('/')) return []
  const stem = text.replace(/\*+$/, '')
  const below: EventChoice = {
    event: 'page',
    where: [{ property: 'path', op: 'startsWith', value: stem }],
    label: `${stem}*`
  }
  const all = { key: `${stem}*`, label: `Every page that begins with ${stem}`, choice: below }
  return text === stem ? [all, offer({ event: 'page', name: text })] : [all]
}

function offer(choice: EventChoice, count?: number): Offer {
  const key = [choice.event, choice.name].filter(part => part !== undefined).join(':')
  return { key, label: choiceWords(choice), choice, ...(count === undefined ? {} : { count }) }
}

/**
 * Where somebody begins who has asked nothing yet: any page, then the events that happen most, the most frequent first, which is the order
 * a funnel narrows in.
 */
export function firstSteps(events: FieldsAnswer['items'], pages: FieldsAnswer['items']): EventChoice[] {
  const counted = events.filter(({ kind, count = 0 }) => kind === 'event' && count > 0)
  const byCount = counted.toSorted((left, right) => (right.count ?? 0) - (left.count ?? 0))
  const named = byCount.filter(({ value }) => !isType(value) && !(value in turnWords)).slice(0, 4)
  const hasPages = counted.some(({ value }) => value === 'page') || pages.length > 0
  const begin: EventChoice[] = hasPages ? [{ event: 'page' }] : []
  if (named.length > 0) return [...begin, ...named.map(({ value }) => ({ event: value }))]
  const seen = pages.filter(({ value }) => value !== '').slice(0, 3)
  return seen.length >= 2 ? seen.map(({ value }) => ({ event: 'page', name: value })) : []
}
