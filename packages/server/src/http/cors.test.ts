import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalAllowedOrigin, originMatches } from './cors.ts'

describe('P61 which page may talk to an agent', () => {
  const cases: [origin: string, allowed: string[], isAllowed: boolean][] = [
    ['https://ok.example', ['https://ok.example'], true],
    ['https://OK.example', ['https://ok.example'], true],
    ['https://ok.example', ['https://ok.example:443'], true],
    ['https://ok.example', ['https://ok.example/'], true],
    ['https://ok.example', ['https://other.example', 'https://ok.example'], true],
    ['http://localhost:3000', ['http://localhost:3000'], true],
    ['https://xn--bcher-kva.example', ['https://bücher.example'], true],
    ['http://ok.example', ['https://ok.example'], false],
    ['https://ok.example:8443', ['https://ok.example'], false],
    ['https://www.ok.example', ['https://ok.example'], false],
    ['https://ok.example.evil.com', ['https://ok.example'], false],
    ['https://okXexample', ['https://ok.example'], false],
    ['https://evilok.example', ['https://ok.example'], false],
    ['https://ok.example@evil.com', ['https://ok.example'], false],
    ['https://ok.example/path', ['https://ok.example'], false],
    ['null', ['https://ok.example'], false],
    ['null', ['null'], false],
    ['null', ['*'], true],
    ['', ['https://ok.example'], false],
    ['file://', ['https://ok.example'], false],
    ['https://anything.example', ['*'], true],
    ['https://anything.example', [], false],
    ['https://a.ok.example', ['https://*.ok.example'], true],
    ['https://a.b.ok.example', ['https://*.ok.example'], true],
    ['https://ok.example', ['https://*.ok.example'], false],
    ['https://.ok.example', ['https://*.ok.example'], false],
    ['https://evilok.example', ['https://*.ok.example'], false],
    ['https://a.ok.example.evil.com', ['https://*.ok.example'], false],
    ['https://aXok.example', ['https://*.ok.example'], false],
    ['http://a.ok.example', ['https://*.ok.example'], false],
    ['https://a.ok.example:8443', ['https://*.ok.example'], false],
    ['https://a.ok.example:8443', ['https://*.ok.example:8443'], true],
    ['null', ['https://*.ok.example'], false],
    ['https://evil.com#.ok.example', ['https://*.ok.example'], false],
    ['https://evil.com?.ok.example', ['https://*.ok.example'], false],
    ['https://evil.com\\.ok.example', ['https://*.ok.example'], false],
    ['https://*.ok.example', ['https://*.ok.example'], false]
  ]
  for (const [origin, allowed, isAllowed] of cases)
    test(`${origin || '(none)'} ${isAllowed ? 'may' : 'may not'} where ${allowed.join(' and ') || 'nothing'} is allowed`, () =>
      expect(originMatches(origin, allowed)).toBe(isAllowed))

  const label = fc
    .stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/)
    .filter(text => !/^\d+$/.test(text) && !text.startsWith('xn-'))
  const host = fc.array(label, { minLength: 1, maxLength: 3 }).map(labels => `${labels.join('.')}.example`)

  test('an exact entry lets in exactly itself, for any two hosts', () => {
    fc.assert(
      fc.property(host, host, (one, other) => {
        expect(originMatches(`https://${one}`, [`https://${one}`])).toBe(true)
        expect(originMatches(`https://${other}`, [`https://${one}`])).toBe(one === other)
        expect(originMatches(`https://${one}.${other}`, [`https://${one}`])).toBe(false)
      })
    )
  })

  test('a wildcard lets in every subdomain and nothing else, for any host', () => {
    fc.assert(
      fc.property(host, label, host, (domain, sub, other) => {
        const allowed = [`https://*.${domain}`]
        expect(originMatches(`https://${sub}.${domain}`, allowed)).toBe(true)
        expect(originMatches(`https://${domain}`, allowed)).toBe(false)
        expect(originMatches(`https://${sub}${domain}`, allowed)).toBe(false)
        expect(originMatches(`https://${domain}.${other}`, allowed)).toBe(`${domain}.${other}`.endsWith(`.${domain}`))
      })
    )
  })

  test('nothing a sender can write as an origin breaks it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (origin, allowed) => {
        fc.pre(allowed !== '*')
        const isAllowed = originMatches(origin, [allowed])
        if (isAllowed) expect(URL.parse(origin)?.origin).toMatch(/^https?:/)
      })
    )
  })
})

test('what a person types is kept in the one spelling that is compared', () => {
  expect(normalAllowedOrigin(' https://Shop.example:443/ ')).toBe('https://shop.example')
  expect(normalAllowedOrigin('https://*.Shop.example/')).toBe('https://*.shop.example')
  expect(normalAllowedOrigin('http://*.localhost:3000')).toBe('http://*.localhost:3000')
  expect(normalAllowedOrigin(' * ')).toBe('*')
  for (const wrong of [
    'shop.example',
    'https://shop.example/page',
    'https://shop.example?x',
    'https://*',
    'https://*.com',
    'https://a.*.example',
    'ftp://shop.example',
    'null',
    ''
  ])
    expect([wrong, normalAllowedOrigin(wrong)]).toEqual([wrong, undefined])
})

test('whatever is kept is matched by the pages it names', () => {
  fc.assert(
    fc.property(fc.webUrl({ validSchemes: ['https', 'http'] }), url => {
      const { origin } = new URL(url)
      const kept = normalAllowedOrigin(origin)
      fc.pre(kept !== undefined)
      expect(originMatches(origin, [kept ?? ''])).toBe(true)
    })
  )
})
