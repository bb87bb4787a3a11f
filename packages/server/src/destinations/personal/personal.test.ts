import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { OutgoingEvent } from '../kind.ts'
import { fromSample } from '../sample.ts'
import { withPersonalRules } from './personal.ts'

const sha = (text: string) => createHash('sha256').update(text).digest('hex')
const event = (): OutgoingEvent =>
  fromSample(
    {
      type: 'track',
      name: 'Lead Generated',
      url: 'https://shop.example/thanks?email=Ada%40Example.com&page=2&phone=%2B44',
      title: 'Thanks, ada@example.com',
      properties: {
        name: 'Garden chair',
        id: 'sku-1',
        'E-Mail': ' Ada@Example.com ',
        note: 'write to ada@example.com, please',
        billing_address: { street: '1 Long Road', city: 'London', country: 'GB' },
        customer: { name: 'Ada Lovelace', id: 'user-7', contacts: [{ mobile: '+44 20', label: 'home' }] },
        products: [{ name: 'Chair', id: 'p-1' }]
      },
      context: { ip: '81.2.69.142', userAgent: 'Mozilla', traits: { name: 'Ada', dob: '1815-12-10' } },
      visitor: {
        userId: 'user-7',
        traits: { email: 'ada@example.com', name: 'Ada', plan: 'gold', company: { name: 'Acme' } }
      }
    },
    new Date(0)
  )
const all = <Rule extends 'keep' | 'drop' | 'hash' | 'verified'>(rule: Rule) => ({
  email: rule,
  phone: rule,
  name: rule,
  address: rule,
  birthday: rule,
  ip: rule,
  userAgent: rule,
  userId: rule
})

test('nothing changes where everything is kept', () => {
  expect(withPersonalRules(event(), {})).toEqual(event())
  expect(withPersonalRules(event(), all('keep'))).toEqual(event())
})

test('DE6 what is dropped stands nowhere any more: nested, in lists, in addresses, in the middle of a text', () => {
  const left = withPersonalRules(event(), all('drop'))
  const text = JSON.stringify(left)
  for (const gone of ['ada', 'lovelace', 'long road', '+44', '%2B44', '81.2.69', 'mozilla', '1815', 'user-7'])
    expect(text.toLowerCase(), gone).not.toContain(gone.toLowerCase())
  expect(left.properties).toMatchObject({
    name: 'Garden chair',
    id: 'sku-1',
    note: 'write to , please',
    customer: { contacts: [{ label: 'home' }] },
    products: [{ name: 'Chair', id: 'p-1' }]
  })
  expect(left.url).toBe('https://shop.example/thanks?page=2')
  expect(left.visitor).toEqual({ id: event().visitor.id, traits: { plan: 'gold', company: { name: 'Acme' } } })
})

test('a hash is that of the trimmed text in lower case, wherever it stands', () => {
  const left = withPersonalRules(event(), { email: 'hash', userId: 'hash' })
  const ada = sha('ada@example.com')
  expect(left.properties['E-Mail']).toBe(ada)
  expect(left.properties.note).toBe(`write to ${ada}, please`)
  expect(left.title).toBe(`Thanks, ${ada}`)
  expect(left.visitor).toMatchObject({ userId: sha('user-7'), traits: { email: ada, name: 'Ada' } })
  expect(URL.parse(left.url)?.searchParams.get('email')).toBe(ada)
  expect(left.properties.customer).toMatchObject({ id: sha('user-7') })
})

test('only what was proven is sent, and what the server saw itself', () => {
  const left = withPersonalRules(event(), all('verified'), { email: 'ADA@example.com' })
  expect(left.properties['E-Mail']).toBe(' Ada@Example.com ')
  expect(left.visitor).toMatchObject({ userId: 'user-7', traits: { email: 'ada@example.com', plan: 'gold' } })
  expect(left.visitor.traits).not.toHaveProperty('name')
  expect(left.properties.customer).toEqual({ id: 'user-7', contacts: [{ label: 'home' }] })
  expect(left.context).toEqual({ ip: '81.2.69.142', userAgent: 'Mozilla', traits: {} })
  expect(withPersonalRules(event(), { email: 'verified' }).title).toBe('Thanks, ')
})

test('the event itself is not touched, and no key of it is taken for more than a key', () => {
  const given = event()
  given.properties = JSON.parse('{"__proto__": {"email": "ada@example.com"}, "constructor": "x", "email": "a@b.co"}')
  const before = structuredClone(given)
  const left = withPersonalRules(given, { email: 'drop' })
  expect(given).toEqual(before)
  expect(JSON.stringify(left.properties)).toBe('{"__proto__":{},"constructor":"x"}')
})

test('an address keeps its spelling where nothing is taken out of it', () => {
  const given = { ...event(), url: 'https://shop.example/?q=a+b&c=%7e#end' }
  expect(withPersonalRules(given, all('drop')).url).toBe(given.url)
})

test('a text of many signs takes no time', () => {
  const given = {
    ...event(),
    title: `${'a.'.repeat(250)}@${'a-'.repeat(250)}`,
    properties: { t: '%40'.repeat(10_000) }
  }
  const start = performance.now()
  withPersonalRules(given, all('drop'))
  expect(performance.now() - start).toBeLessThan(1_000)
})
