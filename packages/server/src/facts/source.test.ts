import { expect, test } from 'vitest'
import { sourceOf } from './source.ts'

const host = 'shop.example'
test.each([
  ['a campaign names its source', { campaignSource: 'newsletter', referrer: 'https://www.google.com/' }, 'newsletter'],
  ['a campaign on a source that has a name', { campaignSource: 'google', referrer: '' }, 'Google'],
  ['a search engine in any country', { referrer: 'https://www.google.co.uk/' }, 'Google'],
  ['a site nobody has a name for', { referrer: 'https://blog.other.example/post?x=1' }, 'blog.other.example'],
  ['no referrer', { referrer: '' }, 'Direct'],
  ['the same site', { referrer: 'https://www.shop.example/cart' }, 'Direct'],
  ['a subdomain of the same site', { referrer: 'https://help.shop.example/' }, 'Direct'],
  ['a referrer that is no address', { referrer: 'javascript:alert(1)' }, 'Direct'],
  ['a host dressed up as a search engine', { referrer: 'https://google.com.evil.example/' }, 'google.com.evil.example'],
  ['a name and password before the host', { referrer: 'https://google.com@evil.example/' }, 'evil.example']
])('%s', (_name, visit, source) => {
  expect(sourceOf({ host, ...visit })).toBe(source)
})
