import { expect, test } from 'vitest'
import { choiceOfNode } from './node-choice.ts'
import { type PathsSearch, pathsQuestion, readPathsSearch } from './paths-search.ts'
import { tableOf } from './paths-words.ts'
import { placeOf } from './sankey.ts'

const days = { from: '2026-11-01', to: '2026-11-30' }

test('whoever opens the address of paths asks the same question', () => {
  const search: PathsSearch = {
    nodes: 'both',
    end: 'Order Completed',
    levels: '7',
    per: '12',
    patterns: '/product/*,/blog/*',
    fold: 'no',
    repeats: 'yes',
    level: '0',
    node: '/checkout'
  }
  const opened = readPathsSearch(Object.fromEntries(new URLSearchParams(new URLSearchParams(search).toString())))
  expect(opened).toEqual(search)
  expect(pathsQuestion(opened, days)).toEqual({
    ...days,
    nodes: 'both',
    end: { event: 'Order Completed' },
    levels: 7,
    perLevel: 12,
    patterns: ['/product/*', '/blog/*'],
    fold: false,
    keepRepeats: true
  })
})

test('what means nothing in an address is left out, and the usual is asked', () => {
  expect(
    readPathsSearch({
      nodes: 'pages',
      start: 'page:/a',
      end: 'page:/b',
      levels: '11',
      per: '8',
      patterns: ' , ,',
      fold: 'x',
      level: '-1',
      node: ''
    })
  ).toEqual({ start: 'page:/a' })
  expect(pathsQuestion({}, days)).toEqual({ ...days, nodes: 'pages', levels: 5, perLevel: 8 })
})

test('what a node stands for can be begun from: a page, all that fold into one, or an event', () => {
  expect(choiceOfNode('/pricing')).toEqual({ event: 'page', name: '/pricing' })
  expect(choiceOfNode('Order Completed')).toEqual({ event: 'Order Completed' })
  expect(choiceOfNode('/shoes/*')).toEqual({
    event: 'page',
    where: [{ property: 'path', op: 'startsWith', value: '/shoes/' }],
    label: '/shoes/*'
  })
  const numbered = choiceOfNode('/night/:number/a.b')
  expect(numbered).toMatchObject({ event: 'page', label: '/night/:number/a.b' })
  const pattern = new RegExp(String(numbered.where?.[0]?.value))
  expect(['/night/12/a.b', '/night/x/a.b', '/night/12/aXb', '/x/night/12/a.b'].map(path => pattern.test(path))).toEqual(
    [true, false, false, false]
  )
})

const answer = {
  range: { ...days, timezone: 'UTC', asOf: '2026-11-30T12:00:00Z' },
  levels: 2,
  direction: 'from' as const,
  visits: 10,
  nodes: [
    { level: 0, name: '/', visits: 10, ended: 3 },
    { level: 1, name: '/a', visits: 5, ended: 5 },
    { level: 1, name: '', isRest: true, visits: 2, ended: 2 }
  ],
  links: [
    { level: 0, from: '/', to: '', toRest: true, visits: 2 },
    { level: 0, from: '/', to: '/a', visits: 5 }
  ]
}

test('bars are as high as their visits, the rest lies last, and bands join what they belong to', () => {
  const { nodes, links, width, column } = placeOf(answer, 1000)
  const [home, a, rest] = nodes
  expect(nodes.map(({ x }) => x)).toEqual([0, 500, 500])
  expect([width, column]).toEqual([1000, 500])
  expect((home?.height ?? 0) / (a?.height ?? 1)).toBeCloseTo(2)
  expect(rest?.isRest).toBe(true)
  expect(rest?.y).toBeGreaterThan((a?.y ?? 0) + (a?.height ?? 0))
  expect(links.map(({ from, to, visits }) => [from, to, visits])).toEqual([
    [home?.key, a?.key, 5],
    [home?.key, rest?.key, 2]
  ])
})

test('everything else lies last however large it is, and the bands that leave a bar lie below each other', () => {
  const large = {
    ...answer,
    nodes: answer.nodes.map(node => (node.isRest ? { ...node, visits: 9, ended: 9 } : node)),
    links: answer.links.map(link => (link.toRest ? { ...link, visits: 9 } : link))
  }
  const { nodes, links } = placeOf(large, 1000)
  expect(nodes.map(({ name, isRest }) => isRest === true || name)).toEqual(['/', '/a', true])
  const begins = links.map(({ path }) => Number(/^M\S+ ([\d.]+)C/.exec(path)?.[1]))
  const [first = 0, second = 0] = begins
  const thick = Number(/v([\d.]+)C/.exec(links[0]?.path ?? '')?.[1])
  expect(first).toBe(nodes[0]?.y)
  expect(second).toBeCloseTo(first + thick)
})

test('the same figures are rows: where each went, and where paths ended', () => {
  expect(tableOf(answer).rows.map(({ cells }) => cells.join(' | '))).toEqual([
    '1 | / | /a | 5',
    '1 | / | Nothing more | 3',
    '1 | / | Everything else | 2',
    '2 | /a | Nothing more | 5',
    '2 | Everything else | Nothing more | 2'
  ])
})

test('three bands of one bar leave it, and come to another, without lying on each other', () => {
  const names = ['/a', '/b', '/c']
  const node = (level: number, name: string, visits: number) => ({ level, name, visits, ended: 0 })
  const { links } = placeOf(
    {
      ...answer,
      nodes: [node(0, '/', 6), ...names.map((name, index) => node(1, name, index + 1)), node(2, '/end', 6)],
      links: names.flatMap((name, index) => [
        { level: 0, from: '/', to: name, visits: index + 1 },
        { level: 1, from: name, to: '/end', visits: index + 1 }
      ])
    },
    1000
  )
  const read = (pattern: RegExp, path: string) => Number(pattern.exec(path)?.[1])
  const bands = (own: typeof links, side: RegExp) =>
    own
      .map(({ path }) => ({ from: read(side, path), thick: read(/v([\d.]+)C/, path) }))
      .toSorted((one, other) => one.from - other.from)
  for (const own of [
    bands(
      links.filter(link => link.from.endsWith('node /')),
      /^M\S+ ([\d.]+)C/
    ),
    bands(
      links.filter(link => link.to.endsWith('/end')),
      / ([\d.]+)v/
    )
  ]) {
    expect(own).toHaveLength(3)
    for (const [index, band] of own.slice(1).entries())
      expect(band.from).toBeCloseTo((own[index]?.from ?? 0) + (own[index]?.thick ?? 0))
  }
})
