import type { Random } from './random.ts'

export type Machine = {
  kind: 'phone' | 'tablet' | 'desktop'
  userAgent: string
  screen: { width: number; height: number }
}
type Kind = Machine['kind']

const mac = 'Macintosh; Intel Mac OS X 10_15_7'
const windows = 'Windows NT 10.0; Win64; x64'
const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const safari = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'

const chrome = (system: string, version: number, tail = '') =>
  `Mozilla/5.0 (${system}) ${webkit} Chrome/${version}.0.0.0 ${tail}Safari/537.36`
const firefox = (system: string, version: number) =>
  `Mozilla/5.0 (${system}; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`
const iphone = (system: string, version: string) =>
  `Mozilla/5.0 (iPhone; CPU iPhone OS ${system} like Mac OS X) ${safari} Version/${version} Mobile/15E148 Safari/604.1`

// Browsers change every few weeks: the newest two or three versions of each, as the web sees them together.
const machines: readonly (readonly [kind: Kind, weight: number, userAgent: string, ...screens: string[]])[] = [
  ['phone', 12, iphone('18_6', '18.6'), '393x852', '402x874', '390x844'],
  ['phone', 6, iphone('18_5', '18.5'), '390x844', '430x932'],
  ['phone', 3, iphone('17_7', '17.7'), '375x812', '414x896'],
  ['phone', 12, chrome('Linux; Android 10; K', 141, 'Mobile '), '412x915', '384x854', '360x800'],
  ['phone', 5, chrome('Linux; Android 10; K', 140, 'Mobile '), '412x892', '393x873'],
  [
    'phone',
    3,
    `Mozilla/5.0 (Linux; Android 10; K) ${webkit} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
    '360x780',
    '412x915'
  ],
  ['phone', 1.5, 'Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0', '412x915'],
  [
    'tablet',
    3,
    `Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) ${safari} Version/17.7 Mobile/15E148 Safari/604.1`,
    '820x1180',
    '768x1024'
  ],
  ['tablet', 1, chrome('Linux; Android 13; SM-X200', 141), '800x1280'],
  ['desktop', 14, chrome(windows, 141), '1920x1080', '1536x864', '2560x1440'],
  ['desktop', 5, chrome(windows, 140), '1920x1080', '1366x768'],
  ['desktop', 8, chrome(mac, 141), '1440x900', '1728x1117', '1512x982'],
  ['desktop', 9, `Mozilla/5.0 (${mac}) ${safari} Version/18.6 Safari/605.1.15`, '1440x900', '1470x956', '2560x1440'],
  ['desktop', 6, chrome(windows, 141).concat(' Edg/141.0.0.0'), '1920x1080', '1536x864'],
  ['desktop', 5, firefox(windows, 144), '1920x1080', '1680x1050'],
  ['desktop', 2, firefox('Macintosh; Intel Mac OS X 10.15', 144), '1440x900'],
  ['desktop', 2, firefox('X11; Linux x86_64', 144), '1920x1080', '2560x1440'],
  ['desktop', 1, chrome('X11; Linux x86_64', 141), '1920x1080']
]

export const userAgents = machines.map(([, , userAgent]) => userAgent)

export function chooseMachine(random: Random, kinds?: readonly Kind[]): Machine {
  const eligible = machines.filter(([kind]) => !kinds || kinds.includes(kind))
  const [kind, , userAgent, ...screens] = random.weighted(eligible.map(machine => [machine, machine[1]] as const))
  const [width = 0, height = 0] = random.pick(screens).split('x').map(Number)
  return { kind, userAgent, screen: { width, height } }
}

/** Programs that read shops and say so, each from a network of its own. */
export const bots = [
  {
    userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    network: '66.249.66',
    weight: 5
  },
  {
    userAgent: 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
    network: '40.77.167',
    weight: 3
  },
  { userAgent: 'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)', network: '54.36.148', weight: 2 },
  {
    userAgent: 'Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)',
    network: '85.208.96',
    weight: 2
  },
  {
    userAgent: 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
    network: '20.171.207',
    weight: 2
  }
] as const
