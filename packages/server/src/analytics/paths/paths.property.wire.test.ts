import type { PathsAnswer } from '@foyer/protocol'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { call } from '../../../test/workspace.ts'
import { fillGolden, type Golden, type GoldenEvent, goldenEvents } from '../testing/golden.ts'
import { visitors } from '../testing/golden-table.ts'

let golden: Golden
beforeAll(async () => {
  golden = await fillGolden()
})

type Choice = { asked: Record<string, unknown>; means: (event: GoldenEvent) => boolean }
const choices: Choice[] = [
  { asked: { event: 'page', name: '/shoes' }, means: event => event.path === '/shoes' },
  {
    asked: { event: 'page', where: [{ property: 'path', op: 'startsWith', value: '/shoes' }] },
    means: event => event.path.startsWith('/shoes')
  },
  { asked: { event: 'Added to Cart' }, means: event => event.name === 'Added to Cart' },
  { asked: { event: 'started' }, means: event => event.type === 'conversation' },
  { asked: { event: 'scroll' }, means: event => event.type === 'scroll' }
]

const questions = fc.record({
  nodes: fc.constantFrom(undefined, 'pages', 'events', 'both'),
  start: fc.option(fc.constantFrom(...choices), { nil: undefined }),
  end: fc.option(fc.constantFrom(...choices), { nil: undefined }),
  levels: fc.option(fc.integer({ min: 2, max: 10 }), { nil: undefined }),
  perLevel: fc.option(fc.integer({ min: 2, max: 20 }), { nil: undefined }),
  patterns: fc.option(fc.subarray(['/shoes/*', '*oe*', '/night/*', '/*_sure', '/blog*'], { minLength: 1 }), {
    nil: undefined
  }),
  fold: fc.constantFrom(undefined, true, false),
  keepRepeats: fc.constantFrom(undefined, true, false),
  bots: fc.constantFrom(undefined, 'without', 'with', 'only'),
  days: fc.integer({ min: 0, max: 55 }).chain(from => fc.tuple(fc.constant(from), fc.integer({ min: from, max: 55 })))
})
type Question = typeof questions extends fc.Arbitrary<infer Made> ? Made : never

const day = (days: number) => new Date(Date.parse('2026-09-28') + days * 86_400_000).toISOString().slice(0, 10)
const fits = (pattern: string, path: string) =>
  new RegExp(
    `^${pattern
      .split('*')
      .map(part => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's'
  ).test(path)

function nameOf(event: GoldenEvent, asked: Question): string {
  if (event.type !== 'page') return event.name === '' ? event.type : event.name
  const own = asked.patterns?.find(pattern => fits(pattern, event.path))
  if (own !== undefined) return own
  return asked.fold === false ? event.path : event.path.replaceAll(/(?<=\/)\d+(?=\/|$)/g, ':number')
}

/** The ways of visits, told from the anchor on. */
function waysOf(asked: Question): string[][] {
  const anchor = asked.start ?? asked.end
  const kinds = { pages: ['page'], events: ['track', 'conversation'], both: ['page', 'track', 'conversation'] }
  const types: string[] = kinds[(asked.nodes ?? 'pages') as keyof typeof kinds]
  const [from, to] = [day(asked.days[0]), day(asked.days[1])]
  const bots = asked.bots ?? 'without'
  const events = goldenEvents
    .filter(event => bots === 'with' || visitors[event.who].bot === (bots === 'only'))
    .filter(event => {
      const on = new Date(event.atMs).toISOString().slice(0, 10)
      return on >= from && on <= to && (types.includes(event.type) || anchor?.means(event))
    })
    .sort((a, b) => a.atMs - b.atMs || a.order - b.order)
  return [...Map.groupBy(events, event => event.visit).values()]
    .map(own => {
      if (asked.start) {
        const first = own.findIndex(asked.start.means)
        return first === -1 ? [] : own.slice(first)
      }
      return asked.end ? own.slice(0, own.findLastIndex(asked.end.means) + 1).reverse() : own
    })
    .map(own => own.map(event => nameOf(event, asked)))
    .map(way => (asked.keepRepeats ? way : way.filter((name, index) => name !== way[index - 1])))
    .filter(way => way.length > 0)
}

const count = <Item>(items: Item[], key: (item: Item) => string) =>
  new Map([...Map.groupBy(items, key)].map(([name, own]) => [name, own.length]))
const rest = '(the rest)'

test('DA2 any question about paths is answered as by loops over the same visits', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(questions, async asked => {
      fc.pre(!(asked.start && asked.end))
      const { days, start, end, ...others } = asked
      const reply = await call<PathsAnswer>('POST', '/api/analytics/paths', {
        who: golden.workspace.key,
        body: { from: day(days[0]), to: day(days[1]), start: start?.asked, end: end?.asked, ...others }
      })
      expect(reply.status, JSON.stringify(reply.body)).toBe(200)
      const answer = reply.body
      const ways = waysOf(asked)
      expect(answer.visits).toBe(ways.length)
      const levels = asked.levels ?? 5
      const at = (distance: number) => (end ? levels - 1 - distance : distance)
      const shown = Array.from(
        { length: levels },
        (_, level) => new Set(answer.nodes.filter(node => node.level === level && !node.isRest).map(node => node.name))
      )
      const nodes: string[] = []
      const links: string[] = []
      for (let distance = 0; distance < levels; distance += 1) {
        const level = at(distance)
        const seen = (name: string | undefined, on = level) =>
          name !== undefined && shown[on]?.has(name) ? name : rest
        const here = ways.filter(way => way.length > distance)
        const all = count(here, way => way[distance] ?? '')
        // The largest are shown, as many as were asked for.
        const sizes = [...all.values()].sort((a, b) => b - a)
        expect([...(shown[level] ?? [])].map(name => all.get(name) ?? 0).sort((a, b) => b - a)).toEqual(
          sizes.slice(0, asked.perLevel ?? 8)
        )
        for (const [name, own] of Map.groupBy(here, way => seen(way[distance]))) {
          const last = own.filter(way => way.length === distance + 1).length
          nodes.push(`${level} ${name} ${own.length} ${end ? `0 ${last}` : last}`)
        }
        if (distance + 1 >= levels) continue
        const on = here.filter(way => way.length > distance + 1)
        for (const [pair, own] of Map.groupBy(on, way => {
          const [near, far] = [seen(way[distance]), seen(way[distance + 1], at(distance + 1))]
          return end ? `${far} → ${near}` : `${near} → ${far}`
        }))
          links.push(`${Math.min(level, at(distance + 1))} ${pair} ${own.length}`)
      }
      expect(
        answer.nodes
          .map(node =>
            [node.level, node.isRest ? rest : node.name, node.visits, node.ended, node.began]
              .filter(part => part !== undefined)
              .join(' ')
          )
          .sort()
      ).toEqual(nodes.sort())
      expect(
        answer.links
          .map(
            link => `${link.level} ${link.fromRest ? rest : link.from} → ${link.toRest ? rest : link.to} ${link.visits}`
          )
          .sort()
      ).toEqual(links.sort())
    }),
    { numRuns: 120 }
  )
})
