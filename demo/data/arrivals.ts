import type { Category } from '../shop/scripts/products.js'
import { products } from '../shop/scripts/products.js'
import type { Calendar } from './calendar.ts'
import { day } from './calendar.ts'
import type { Machine } from './machines.ts'
import type { Page } from './pages.ts'
import { categoryPage, pages, productPage } from './pages.ts'
import type { Random } from './random.ts'

export type Campaign = { source: string; medium: string; name: string; content?: string; term?: string }
export type Arrival = { landing: Page; referrer: string; campaign?: Campaign }

type Channel = {
  first: number
  returning: number
  referrer: string
  /** Weights of home, list, a product and the season box as the page they land on. */
  landing: [home: number, list: number, product: number, pricing: number]
  taste?: Category
  campaign?: (moment: Moment) => Campaign
  /** Whether it brings anybody then, to such a machine. */
  isOpen?: (moment: Moment) => boolean
}
type Moment = { at: number; calendar: Calendar; timezone: string; machine: Machine; random: Random }

const seasons = ['winter', 'spring', 'summer', 'autumn']
const season = (at: number) => seasons[Math.floor(((new Date(at).getUTCMonth() + 1) % 12) / 3)] ?? 'spring'
const isPhone = ({ machine }: Moment) => machine.kind === 'phone'
const dayOf = ({ at, calendar }: Moment) => (at - calendar.start) / day

/** A mail goes out on Thursday mornings and is read over the day. */
const isNewsletterDay = ({ at, calendar, timezone }: Moment) => {
  const wall = calendar.wallClock(at, timezone)
  return wall.getUTCDay() === 4 && wall.getUTCHours() >= 8
}

const channels: readonly Channel[] = [
  { first: 26, returning: 14, referrer: 'https://www.google.com/', landing: [30, 25, 40, 5] },
  { first: 5, returning: 3, referrer: 'https://www.bing.com/', landing: [40, 20, 35, 5] },
  { first: 4, returning: 3, referrer: 'https://duckduckgo.com/', landing: [40, 20, 35, 5] },
  { first: 5, returning: 3, referrer: 'https://www.ecosia.org/', landing: [40, 25, 30, 5] },
  { first: 20, returning: 50, referrer: '', landing: [68, 14, 12, 6] },
  {
    first: 8,
    returning: 3,
    referrer: 'https://l.instagram.com/',
    landing: [35, 15, 45, 5],
    taste: 'flowers',
    isOpen: isPhone
  },
  { first: 5, returning: 2, referrer: 'https://www.pinterest.com/', landing: [10, 15, 70, 5], taste: 'flowers' },
  { first: 3, returning: 1, referrer: 'https://www.reddit.com/', landing: [40, 15, 40, 5], taste: 'vegetables' },
  { first: 3, returning: 1, referrer: 'https://www.facebook.com/', landing: [45, 15, 30, 10] },
  { first: 3, returning: 1, referrer: 'https://chatgpt.com/', landing: [30, 20, 40, 10] },
  {
    first: 4,
    returning: 2,
    referrer: 'https://balcony-harvest.example/autumn-sowing',
    landing: [25, 15, 55, 5],
    taste: 'vegetables'
  },
  {
    first: 12,
    returning: 4,
    referrer: 'https://www.google.com/',
    landing: [35, 30, 30, 5],
    campaign: ({ random }) => ({
      source: 'google',
      medium: 'cpc',
      name: 'seeds-search',
      term: random.pick(['organic seeds', 'balcony vegetables', 'flower seeds', 'buy seeds online'])
    })
  },
  {
    first: 30,
    returning: 6,
    referrer: 'https://l.instagram.com/',
    landing: [15, 10, 70, 5],
    taste: 'flowers',
    campaign: ({ at, random }) => ({
      source: 'instagram',
      medium: 'paid_social',
      name: `${season(at)}-flowers`,
      content: random.pick(['reel', 'story', 'carousel'])
    }),
    isOpen: moment => isPhone(moment) && dayOf(moment) > 9 && dayOf(moment) < 18
  },
  {
    first: 14,
    returning: 70,
    referrer: '',
    landing: [15, 25, 35, 25],
    campaign: ({ at }) => ({
      source: 'newsletter',
      medium: 'email',
      name: `letter-${new Date(at).toISOString().slice(0, 10)}`
    }),
    isOpen: isNewsletterDay
  }
]

export function chooseArrival(moment: Moment, isReturning: boolean): Arrival {
  const { random } = moment
  const open = channels.filter(channel => channel.isOpen?.(moment) ?? true)
  const channel = random.weighted(open.map(one => [one, isReturning ? one.returning : one.first] as const))
  const [home, list, product, pricing] = channel.landing
  const tasty = products.filter(one => !channel.taste || one.category === channel.taste)
  const landing = random.weighted<() => Page>([
    [() => pages.home, home],
    [() => (channel.taste ? categoryPage(channel.taste) : pages.list), list],
    [() => productPage(random.pick(tasty)), product],
    [() => pages.pricing, pricing]
  ])()
  const campaign = channel.campaign?.(moment)
  return { landing, referrer: channel.referrer, ...(campaign ? { campaign } : {}) }
}

const parameters: Record<keyof Campaign, string> = {
  source: 'utm_source',
  medium: 'utm_medium',
  name: 'utm_campaign',
  content: 'utm_content',
  term: 'utm_term'
}

/** The query a campaign's links carry. */
export function campaignQuery(campaign: Campaign): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(campaign)) query.set(parameters[key as keyof Campaign], value)
  return query.toString()
}
