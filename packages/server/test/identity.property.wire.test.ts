import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyAddress, peopleOf } from './team.ts'
import { hex, identify, newLocalId, userToken } from './visitor.ts'
import { type Minted, mintWorkspace } from './workspace.ts'

// A fixed seed: a run that fails here fails everywhere, and is repeated by what it prints.
const runs = { seed: 20261121, numRuns: 25, endOnFailure: true }
const browsers = 5
const users = ['ana', 'ben', 'cara']

/** What happened, as little as it takes to say: this browser was seen, and perhaps proved who is in front of it. */
type Seen = { browser: number; signedIn: boolean }
const sightings = fc.array(fc.record({ browser: fc.nat({ max: browsers - 1 }), signedIn: fc.boolean() }), {
  minLength: 1,
  maxLength: 14
})
/** Nobody shares a browser here: each has one user, or none ever. */
const owners = fc.array(fc.option(fc.constantFrom(...users)), { minLength: browsers, maxLength: browsers })
const shuffled = (seen: Seen[]) => fc.shuffledSubarray(seen, { minLength: seen.length, maxLength: seen.length })

/** Fresh browsers and users, in the workspace of the test. */
function world(workspace: Minted, owner: (string | null)[]) {
  const mark = hex(4)
  const own = Array.from({ length: browsers }, () => ({ localId: newLocalId(), ip: anyAddress() }))
  let n = 0
  return async ({ browser, signedIn }: Seen, print?: string) => {
    const user = owner[browser]
    const { localId, ip } = own[browser] ?? { localId: newLocalId(), ip: anyAddress() }
    n += 1
    const proof = signedIn && user ? { userToken: await userToken(workspace, `${user}-${mark}`, { n }) } : {}
    const answer = await identify(workspace, { localId, ...(print ? { fingerprint: print } : {}), ...proof }, ip)
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    return answer.body
  }
}

/** Which of the browsers seen are one person, whatever that person is called. */
async function peopleAfter(seen: Seen[], see: (one: Seen) => Promise<{ visitorId: string }>): Promise<number[][]> {
  const people = new Map<string, number[]>()
  for (const browser of [...new Set(seen.map(one => one.browser))].sort()) {
    const { visitorId } = await see({ browser, signedIn: false })
    people.set(visitorId, [...(people.get(visitorId) ?? []), browser])
  }
  return [...people.values()].sort()
}

/** What the evidence says, worked out the simple way. */
function expectedPeople(seen: Seen[], owner: (string | null)[]): number[][] {
  const proven = new Set(seen.filter(one => one.signedIn).map(one => one.browser))
  const people = Map.groupBy([...new Set(seen.map(one => one.browser))].sort(), browser =>
    proven.has(browser) && owner[browser] ? owner[browser] : `browser ${browser}`
  )
  return [...people.values()].sort()
}

const peopleIn = async (workspace: Minted) => (await peopleOf(workspace, { limit: 1 })).body.total

test('any order of the same evidence gives the same people', async () => {
  const workspace = await mintWorkspace()
  const cases = fc
    .tuple(sightings, owners)
    .chain(([seen, owner]) => fc.tuple(fc.constant(seen), shuffled(seen), fc.constant(owner)))
  await fc.assert(
    fc.asyncProperty(cases, async ([seen, otherwise, owner]) => {
      const expected = expectedPeople(seen, owner)
      for (const order of [seen, otherwise]) {
        const before = await peopleIn(workspace)
        const see = world(workspace, owner)
        for (const one of order) await see(one)
        expect(await peopleAfter(order, see)).toEqual(expected)
        expect((await peopleIn(workspace)) - before).toBe(expected.length)
      }
    }),
    runs
  )
})

test('the same evidence stated again, or all at once, changes nothing', async () => {
  const workspace = await mintWorkspace()
  await fc.assert(
    fc.asyncProperty(sightings, owners, async (seen, owner) => {
      const expected = expectedPeople(seen, owner)
      const before = await peopleIn(workspace)
      const see = world(workspace, owner)
      await Promise.all([...seen, ...seen].map(one => see(one)))
      expect(await peopleAfter(seen, see)).toEqual(expected)
      for (const one of seen) await see(one)
      expect(await peopleAfter(seen, see)).toEqual(expected)
      expect((await peopleIn(workspace)) - before).toBe(expected.length)
    }),
    runs
  )
})

test('two tabs that identify at once are one visitor, whatever else each of them says', async () => {
  const workspace = await mintWorkspace()
  const said = fc.record({ print: fc.boolean(), claims: fc.boolean(), signedIn: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(said, { minLength: 2, maxLength: 8 }), async tabs => {
      const before = await peopleIn(workspace)
      const [localId, ip, fingerprint, user] = [newLocalId(), anyAddress(), `5.0.1:${hex(16)}`, hex(4)]
      const answers = await Promise.all(
        tabs.map(async ({ print, claims, signedIn }, n) =>
          identify(
            workspace,
            {
              localId,
              ...(print ? { fingerprint } : {}),
              ...(claims ? { traits: { tab: n } } : {}),
              ...(signedIn ? { userToken: await userToken(workspace, user, { n }) } : {})
            },
            ip
          )
        )
      )
      expect(answers.map(answer => answer.status)).toEqual(tabs.map(() => 200))
      expect(new Set(answers.map(answer => answer.body.visitorId)).size).toBe(1)
      expect(new Set(answers.map(answer => answer.body.sessionId)).size).toBe(1)
      expect(answers.map(answer => answer.body.sessionCount)).toEqual(tabs.map(() => 1))
      expect((await peopleIn(workspace)) - before).toBe(1)
    }),
    runs
  )
})

const everyone: Seen[] = Array.from({ length: browsers }, (_, browser) => ({ browser, signedIn: false }))

test('a print shared by browsers that were seen apart never joins them', async () => {
  const workspace = await mintWorkspace()
  await fc.assert(
    fc.asyncProperty(sightings, owners, async (seen, owner) => {
      const see = world(workspace, owner)
      for (const one of everyone) await see(one)
      const print = `5.0.1:${hex(16)}`
      for (const one of seen) await see(one, print)
      const expected = expectedPeople([...seen, ...everyone], owner)
      expect(await peopleAfter(everyone, one => see(one, print))).toEqual(expected)
    }),
    runs
  )
})

test('a print that was taken for one browser joins nobody once each of them has been seen again', async () => {
  const workspace = await mintWorkspace()
  await fc.assert(
    fc.asyncProperty(sightings, owners, shuffled(everyone), async (seen, owner, again) => {
      const before = await peopleIn(workspace)
      const see = world(workspace, owner)
      const print = `5.0.1:${hex(16)}`
      for (const one of [...everyone, ...seen, ...again]) await see(one, print)
      const expected = expectedPeople([...seen, ...everyone], owner)
      expect(await peopleAfter(everyone, one => see(one, print))).toEqual(expected)
      expect((await peopleIn(workspace)) - before).toBe(expected.length)
    }),
    runs
  )
})
