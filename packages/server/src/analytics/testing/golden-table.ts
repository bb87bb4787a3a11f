/**
 * Eight weeks of a small shop, by hand. One line a visit: who, when its clock stands at 0 (UTC, 2026), where they came from, and what they
 * did at which second of it. `/…` is a page, `~…` a turn of a conversation, `<…>` an event of that type, anything else a tracked event
 * with its properties.
 *
 * Monday of the week   28.9.  5.10. 12.10. 19.10. 26.10. 2.11.  9.11. 16.11.   (weeks of UTC)
 * anna                   x      x      x      x      x     x      x     x
 * ben                    x      x             x
 * clara (two devices)    x      x             x            x
 * dan-home                             x                   x
 * dan-work                             x                          x
 * emma                          x             x      x     x
 * finn                   x             x
 * gina                   x      x      x      x
 * hugo                                 x                          x
 * ida                                         x      x     x
 * jon                                                x     x      x     x
 * kim                                                      x
 * lena                                                            x     x
 * mona                                                                  x
 * nora                                                            x     x
 * olaf                   x      x      x      x      x     x      x     x
 * crawler (a bot)               x                          x
 *
 * Orders: anna 50 and 20.5, ben 30, clara 20.5, dan-work 30, emma 30, finn 100, hugo 20.5, lena 80: nine, 381.5 in all.
 * Cart, then order: anna (both times), clara (phone, then laptop a week later), emma (in one millisecond), hugo; ben only after 14 days and
 * 7 hours; dan only if both browsers are one person; gina filled a cart and left it; finn and lena ordered without one.
 * Conversations: anna 5.10., ben 20.10., clara 22.10.
 */
export const table = `
anna          09-28 08:00        google      0 / · 20 /shoes · 80 /shoes/boots
anna          10-05 08:00        -           0 / · 30 /shoes/boots · 60 Added to Cart {"price":30,"product":"Boots"} · 120 ~started · 400 Order Completed {"total":50,"plan":"pro"}
anna          10-12 08:00        newsletter  0 /sale · 40 /shoes/sandals
anna          10-19 08:00        -           0 /account
anna          10-26 08:00        newsletter  0 /sale · 45 Added to Cart {"price":20.5,"product":"Sandals"} · 90 Order Completed {"total":20.5,"plan":"pro","coupon":"AUTUMN"}
anna          11-02 08:00        -           0 /account
anna          11-09 08:00        google      0 / · 15 /account
anna          11-16 08:00        -           0 / · 10 /shoes

ben           09-29 12:00        facebook    0 /shoes
ben           10-06 12:00        facebook    0 /shoes · 50 /shoes/boots · 100 Added to Cart {"price":30,"product":"Boots"} · 160 Checkout Started
ben           10-20 19:00        -           0 /cart · 30 Checkout Started · 90 Order Completed {"total":30,"plan":"free"}
ben           10-20 21:00        -           0 /help · 20 ~started

clara-phone   10-01 17:00        instagram   0 /shoes · 30 /shoes/sandals · 45 Added to Cart {"price":20.5,"product":"Sandals"}
clara-laptop  10-08 18:00        google      0 /cart · 20 Checkout Started · 60 Order Completed {"total":20.5,"plan":"free"}
clara-phone   10-08 18:00:30     -           0 /help
clara-laptop  10-22 18:00        -           0 / · 25 /help · 50 ~started
clara-phone   11-05 07:00        newsletter  0 /sale

dan-home      10-14 23:00        reddit      0 / · 40 /shoes/boots · 70 Added to Cart {"price":30,"product":"Boots"}
dan-work      10-15 13:00        -           0 /cart · 30 Order Completed {"total":"30","plan":"free"}
dan-home      11-04 23:30        -           0 /account
dan-work      11-11 14:00        -           0 /

emma          10-07 15:00        google      0 / · 30 /shoes · 60 /shoes/boots · 90 /shoes
emma          10-21 15:00        bing        0 /shoes/boots · 10 Added to Cart {"price":30,"product":"Boots"} · 10 Checkout Started · 10 Order Completed {"total":30,"plan":"pro"}
emma          11-01 03:59:59.999 -           0 /night/1 · 0.001 /night/2
emma          11-01 05:30        -           0 /night/3
emma          11-01 06:30        -           0 /night/4
emma          11-02 04:59:59.999 -           0 /night/5 · 0.001 /night/6

finn          10-03 13:59:59.999 google      0 /night/1 · 0.001 /night/2
finn          10-03 15:59:50     -           0 /night/3 · 20 /night/4
finn          10-04 12:59:59.999 -           0 /night/5 · 0.001 /night/6
finn          10-13 02:00        -           0 / · 30 /shoes/boots · 60 Order Completed {"total":100,"plan":"team"}

gina          10-02 01:00        duckduckgo  0 / · 10 /shoes · 20 /shoes/sandals · 30 /help
gina          10-09 01:00        -           0 /help
gina          10-16 01:00        -           0 /help
gina          10-23 01:00        -           0 / · 30 Added to Cart {"price":20.5,"product":"Sandals"} · 300 Checkout Started

hugo          10-13 03:00        ads         0 /sale · 20 /shoes/boots · 40 /sale · 60 /shoes/boots · 70 Added to Cart {"price":30,"product":"Boots"} · 75 Removed from Cart {"product":"Boots"} · 80 Added to Cart {"price":20.5,"product":"Sandals"} · 200 Order Completed {"total":20.5,"plan":"free"}
hugo          11-10 03:00        ads         0 /sale

ida           10-24 21:59:59.999 google      0 /night/1 · 0.001 /night/2
ida           10-25 00:30        -           0 /night/3
ida           10-25 01:30        -           0 /night/4
ida           10-25 22:59:59.999 -           0 /night/5 · 0.001 /night/6
ida           10-26 09:00        -           0 /account
ida           11-03 09:00        -           0 / · 20 Signed Up {"plan":"free"}

jon           10-31 23:50        reddit      0 / · 900 /shoes · 1500 /help
jon           11-02 12:00        -           0 /account · 10 Signed Up {"plan":"pro"}
jon           11-08 23:59:59.999 -           0 /shoes · 0.001 /help
jon           11-20 12:00        -           0 Newsletter Read

kim           11-05 10:00        -           0 Invoice Paid {"total":100,"plan":"team","paid":true} · 0.001 Invoice Paid {"total":250.25,"plan":"team","paid":false}
kim           11-06 10:00        -           0 Invoice Paid {"total":"none","plan":null,"lines":[1,2],"tax":{"rate":0.19}}

lena          11-12 09:00        google      0 / · 60 /shoes
lena          11-10 09:00        google      0 /sale · 30 /shoes
lena          11-19 09:00        -           0 / · 20 Order Completed {"total":80,"plan":"pro"}

mona          11-17 20:00        google      0 /a%20b?q=x'y · 5 <click> · 10 <scroll> {"depth":50} · 40 <exit>
mona          11-18 20:00        -           0 /100%_sure · 5 Note Written {"text":"O'Brien \\\\ {x:Identifier} %_ ünï 日本","it's":"quoted"} · 10 ') UNION ALL SELECT 1-- {"text":"' OR 1=1--"}

nora          11-09 12:00        newsletter  0 /blog · 60 /blog/news
nora          11-10 12:00        -           0 /blog · 60 /blog/news
nora          11-11 12:00        -           0 /blog · 60 /blog/news
nora          11-12 12:00        -           0 /blog · 60 /blog/news
nora          11-13 12:00        -           0 /blog · 60 /blog/news
nora          11-14 12:00        -           0 /blog · 60 /blog/news
nora          11-15 12:00        -           0 /blog · 60 /blog/news
nora          11-16 12:00        newsletter  0 /blog · 60 /blog/news
nora          11-17 12:00        -           0 /blog · 60 /blog/news
nora          11-18 12:00        -           0 /blog · 60 /blog/news

olaf          09-28 06:00        -           0 /blog
olaf          10-05 06:00        -           0 /blog
olaf          10-12 06:00        -           0 /blog
olaf          10-19 06:00        -           0 /blog
olaf          10-26 06:00        -           0 /blog
olaf          11-02 06:00        -           0 /blog
olaf          11-09 06:00        -           0 /blog
olaf          11-16 06:00        -           0 /blog

crawler       10-05 00:00        -           0 / · 1 /shoes · 2 /shoes/boots · 3 /shoes/sandals · 4 /sale · 5 /help · 6 /account · 7 /cart
crawler       11-02 00:00        -           0 / · 1 /shoes · 2 /shoes/boots · 3 /shoes/sandals · 4 /sale · 5 /help · 6 /account · 7 /cart
`

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
const firefox = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:142.0) Gecko/20100101 Firefox/142.0'
const googlebot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'

const onChrome = { userAgent: chrome, browser: 'Chrome', os: 'Windows', device: 'desktop', bot: false }
const onIphone = { userAgent: iphone, browser: 'Safari', os: 'iOS', device: 'mobile', bot: false }
const onFirefox = { userAgent: firefox, browser: 'Firefox', os: 'macOS', device: 'desktop', bot: false }
const nothing = { userAgent: '', browser: '', os: '', device: '', bot: false }

/** By the bundled city database. */
const stuttgart = { ip: '80.187.100.1', country: 'DE', region: 'Baden-Wurttemberg', city: 'Stuttgart' }
const halle = { ip: '91.10.10.10', country: 'DE', region: 'Saxony-Anhalt', city: 'Halle' }
const bracknell = { ip: '81.2.69.142', country: 'GB', region: 'England', city: 'Bracknell' }
const newYork = { ip: '72.229.28.185', country: 'US', region: 'New York', city: 'New York' }
const fremont = { ip: '98.210.1.1', country: 'US', region: 'California', city: 'Fremont' }
const sydney = { ip: '121.44.1.1', country: 'AU', region: 'New South Wales', city: 'Sydney' }
const minoh = { ip: '133.1.1.1', country: 'JP', region: 'Osaka', city: 'Minoh' }
const dubendorf = { ip: '62.2.1.1', country: 'CH', region: 'Zurich', city: 'Dubendorf' }
const montreal = { ip: '24.48.0.1', country: 'CA', region: 'Quebec', city: 'Montreal' }
const france = { ip: '90.84.1.1', country: 'FR', region: '', city: '' }
const nowhere = { ip: '', country: '', region: '', city: '' }

/** One a browser; `person` is who it belongs to after the joins of `fillGolden`. */
export const visitors = {
  anna: { person: 'anna', language: 'de-DE', ...stuttgart, ...onChrome },
  ben: { person: 'ben', language: 'en-GB', ...bracknell, ...onIphone },
  'clara-phone': { person: 'clara', language: 'de-DE', ...halle, ...onIphone },
  'clara-laptop': { person: 'clara', language: 'de-DE', ...halle, ...onFirefox },
  'dan-home': { person: 'dan-home', language: 'en-US', ...newYork, ...onFirefox },
  'dan-work': { person: 'dan-work', language: 'en-US', ...newYork, ...onChrome },
  emma: { person: 'emma', language: 'en-US', ...newYork, ...onChrome },
  finn: { person: 'finn', language: 'en-AU', ...sydney, ...onChrome },
  gina: { person: 'gina', language: 'en-AU', ...sydney, ...onFirefox },
  hugo: { person: 'hugo', language: 'ja-JP', ...minoh, ...onIphone },
  ida: { person: 'ida', language: 'de-CH', ...dubendorf, ...onFirefox },
  jon: { person: 'jon', language: 'fr-CA', ...montreal, ...onChrome },
  kim: { person: 'kim', language: '', ...nowhere, ...nothing },
  lena: { person: 'lena', language: 'fr-FR', ...france, ...onIphone },
  mona: { person: 'mona', language: 'en-US', ...fremont, ...onChrome },
  nora: { person: 'nora', language: 'en-GB', ...bracknell, ...onFirefox },
  olaf: { person: 'olaf', language: 'de-CH', ...dubendorf, ...onChrome },
  crawler: { person: 'crawler', language: '', ...fremont, ...nothing, userAgent: googlebot, bot: true }
} as const
export type Who = keyof typeof visitors

type Origin = {
  source: string
  referrer?: string
  campaign?: { source: string; medium: string; name: string; term?: string; content?: string }
}
export const origins: Readonly<Record<string, Origin>> = {
  '-': { source: 'Direct' },
  google: { source: 'Google', referrer: 'https://www.google.com/' },
  bing: { source: 'Bing', referrer: 'https://www.bing.com/search' },
  duckduckgo: { source: 'DuckDuckGo', referrer: 'https://duckduckgo.com/' },
  facebook: { source: 'Facebook', referrer: 'https://l.facebook.com/' },
  instagram: { source: 'Instagram', referrer: 'https://l.instagram.com/' },
  reddit: { source: 'Reddit', referrer: 'https://www.reddit.com/r/shoes/' },
  newsletter: {
    source: 'newsletter',
    campaign: { source: 'newsletter', medium: 'email', name: 'autumn', content: 'header' }
  },
  ads: {
    source: 'Google',
    referrer: 'https://www.google.com/',
    campaign: { source: 'google', medium: 'cpc', name: 'boots', term: 'red boots' }
  }
}
