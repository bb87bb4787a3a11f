import type { Event } from '@foyer/protocol'
import { products } from '../shop/scripts/products.js'
import { chooseArrival } from './arrivals.ts'
import { type Calendar, createCalendar, day, hour, minute } from './calendar.ts'
import type { History, Visit } from './history.ts'
import { bots, chooseMachine, type Machine } from './machines.ts'
import { chooseGroup, chooseName } from './names.ts'
import { pages, productPage } from './pages.ts'
import { type Persona, personas } from './personas.ts'
import { type Place, places } from './places.ts'
import { createRandom, type Random } from './random.ts'
import { startVisit } from './visit-log.ts'
import { signIn, type Walker, walk } from './walk.ts'

export type Story = {
  seed: string
  now: number
  days: number
  /** How many browsers; a person with two devices counts twice, a bot once. */
  visitors: number
  /** Where the shop stands, for the addresses of its pages. */
  site: string
}

const botShare = 0.035
const secondDeviceShare = 0.4

/** The same story gives the same histories, to the last digit. Each visitor has a random of their own. */
export async function* generateVisitors(story: Story): AsyncGenerator<History> {
  const calendar = createCalendar(story)
  let told = 0
  for (let index = 0; told < story.visitors; index++) {
    const random = createRandom(`${story.seed} ${index}`)
    const histories = random.chance(botShare) ? [bot(random, calendar, story)] : person(random, calendar, story, index)
    for (const history of histories) {
      if (told === story.visitors) return
      told += 1
      yield history
    }
  }
}

function person(random: Random, calendar: Calendar, story: Story, index: number): History[] {
  const place = random.weighted(places.map(one => [one, one.weight] as const))
  const persona = random.weighted(personas.map(one => [one, one.share] as const))
  const machine = chooseMachine(random)
  const self = selfOf(random, place, persona, calendar, index)
  const first: Walker = { persona, self, basket: [], isSignedIn: false }
  const start = calendar.moment(random, place.timezone)
  const one = browse(first, { random, calendar, story, place, machine, start })
  if (!one.identity?.userId || !random.chance(secondDeviceShare)) return [one]

  const signedInAt = timeOf(one.visits.flatMap(visit => visit.events).find(event => event.type === 'identify'))
  const second: Walker = { persona, self, basket: [], isSignedIn: false }
  const other = chooseMachine(random, machine.kind === 'phone' ? ['desktop', 'tablet'] : ['phone'])
  const from = Math.min(signedInAt + hour, calendar.now - 5 * minute)
  const later = calendar.moment(random, place.timezone, from)
  return [one, browse(second, { random, calendar, story, place, machine: other, start: later, signsIn: true })]
}

function selfOf(random: Random, place: Place, persona: Persona, calendar: Calendar, index: number): Walker['self'] {
  const { name, email } = chooseName(random, place.country)
  const group = chooseGroup(random)
  const hasAccount = random.chance(persona.hasAccount)
  const since = new Date(calendar.start - random.whole(10, 700) * day).toISOString().slice(0, 10)
  const plan = random.weighted([
    ['Balcony', 5],
    ['Garden', 4],
    ['', 6]
  ])
  const traits = {
    name,
    email,
    customerSince: since,
    ...(plan ? { plan } : {}),
    ...(persona.name === 'organiser' ? { company: group } : {})
  }
  return { userId: `customer-${1000 + index}`, traits, group, hasAccount }
}

type Circumstances = {
  random: Random
  calendar: Calendar
  story: Story
  place: Place
  machine: Machine
  start: number
  signsIn?: boolean
}

/** All visits of one browser, from its first on. */
function browse(walker: Walker, given: Circumstances): History {
  const { random, calendar, story, place, machine } = given
  const address = () => `${random.pick(place.networks)}.${random.whole(2, 250)}`
  const home = address()
  const browser = {
    locale: random.chance(0.12) ? 'en-GB' : place.locale,
    timezone: place.timezone,
    screen: machine.screen
  }
  const history: History = {
    localId: uuidOf(random),
    isBot: false,
    userAgent: machine.userAgent,
    ip: home,
    ...browser,
    visits: []
  }
  let at = given.start
  while (at < calendar.now) {
    const saidBefore = walker.identity
    const isReturning = history.visits.length > 0
    const arrival = chooseArrival({ at, calendar, timezone: place.timezone, machine, random }, isReturning)
    const isOut = machine.kind === 'phone' && random.chance(0.3)
    const log = startVisit({ random, at, site: story.site, browser, arrival, ip: isOut ? address() : home })
    if (given.signsIn && !walker.isSignedIn) signIn(walker, log, random)
    walk(walker, log, random)
    const visit = log.end(calendar.now)
    history.visits.push(visit)
    // Cut off by the present: whatever they were about to say has not been said yet.
    if (log.time() > calendar.now) {
      if (saidBefore) walker.identity = saidBefore
      else delete walker.identity
      break
    }
    if (!random.chance(walker.persona.comesBack)) break
    const end = log.time()
    const pause = Math.max(2 * hour, random.around(walker.persona.daysBetween, 0.8) * day)
    if (end + pause > calendar.now) break
    // Not to the minute, but on such a day at an hour people are awake.
    at = calendar.moment(
      random,
      place.timezone,
      Math.max(end + hour, end + pause - day / 2),
      Math.min(end + pause + day / 2, calendar.now)
    )
  }
  return walker.identity ? { ...history, identity: walker.identity } : history
}

const timeOf = (event: Event | undefined) => Date.parse(String(event?.timestamp))

function bot(random: Random, calendar: Calendar, story: Story): History {
  const kind = random.weighted(bots.map(one => [one, one.weight] as const))
  const ip = `${kind.network}.${random.whole(2, 250)}`
  const browser = { locale: 'en-US', timezone: 'UTC', screen: { width: 1024, height: 1024 } }
  const visits: Visit[] = []
  let at = random.between(calendar.start, calendar.now)
  for (let round = random.whole(1, 5); round > 0 && at < calendar.now; round--) {
    const log = startVisit({
      random,
      at: Math.floor(at),
      site: story.site,
      browser,
      ip,
      arrival: { landing: pages.home, referrer: '' }
    })
    for (let left = random.whole(2, 9); left > 0; left--)
      log.open(random.chance(0.3) ? pages.list : productPage(random.pick(products)))
    const visit = log.end(calendar.now)
    visits.push({ ...visit, events: visit.events.filter(event => event.type === 'page') })
    at += random.between(0.5, 6) * day
  }
  return { localId: uuidOf(random), isBot: true, userAgent: kind.userAgent, ip, ...browser, visits }
}

function uuidOf(random: Random): string {
  const hex = random.hex(32)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}
