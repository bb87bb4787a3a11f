import type { BrowserContext } from 'playwright-core'
import { expect, test } from 'vitest'
import { mintWorkspace } from '../../packages/server/test/workspace.ts'
import { useChromium } from '../tracker/site.ts'
import { open } from './pages.ts'
import { signIn } from './sign-in.ts'

const chromium = useChromium()
/** 1 s is promised on a quiet machine. Beside other work two cores took 0.35 s to the first paint and 0.72 s to the largest, 0.25 and 0.6 later. */
const mostMs = 3_000
const visits = 5

type Paint = {
  firstMs: number
  asked: number
  largestMs: number
  steps: Record<'program' | 'session' | 'page' | 'font', [number, number]>
}

test('the people page is painted soon after it is opened, the first time and from then on, and nothing on the way waits for what it need not', async () => {
  const workspace = await mintWorkspace()
  const team = await chromium.newVisitor()
  await signIn(team.context, workspace)
  const { cookies } = await team.context.storageState()
  const first: Paint[] = []
  const again: Paint[] = []
  for (let visit = 0; visit < visits; visit++) {
    const stranger = await chromium.newVisitor()
    await stranger.context.addCookies(cookies)
    first.push(await paintOf(stranger.context))
    again.push(await paintOf(stranger.context))
    await stranger.context.close()
  }
  const told = { first: quickest(first), again: quickest(again) }
  console.log(
    Object.entries(told)
      .map(
        ([when, { firstMs, largestMs }]) =>
          `${when}: painted after ${firstMs} ms, its largest part after ${largestMs} ms`
      )
      .join('\n')
  )
  for (const { firstMs, largestMs } of Object.values(told)) {
    expect(firstMs).toBeLessThan(mostMs)
    expect(largestMs).toBeLessThan(mostMs)
  }
  for (const { steps, asked } of first) {
    expect(asked, 'who is here is asked once').toBe(1)
    // Who is here is asked, and letters are fetched, before the program has come; the page's own code, before it is known who is here.
    expect(steps.session[0], JSON.stringify(steps)).toBeLessThan(steps.program[1])
    expect(steps.font[0], JSON.stringify(steps)).toBeLessThan(steps.program[1])
    expect(steps.page[0], JSON.stringify(steps)).toBeLessThan(steps.program[1] + 1_000)
  }
}, 240_000)

const quickest = (paints: Paint[]) => paints.toSorted((one, other) => one.largestMs - other.largestMs)[0] as Paint

async function paintOf(context: BrowserContext): Promise<Paint> {
  const page = await context.newPage()
  await open(page, '/people')
  const paint = await page.evaluate(async () => {
    const largest = await new Promise<number>(done => {
      new PerformanceObserver(list => done(list.getEntries().at(-1)?.startTime ?? 0)).observe({
        type: 'largest-contentful-paint',
        buffered: true
      })
    })
    const step = (name: RegExp): [number, number] => {
      const [entry] = performance
        .getEntriesByType('resource')
        .filter(({ name: url }) => name.test(new URL(url).pathname))
      return entry ? [Math.round(entry.startTime), Math.round(entry.startTime + entry.duration)] : [-1, -1]
    }
    return {
      firstMs: Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0),
      largestMs: Math.round(largest),
      asked: performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/api/session')).length,
      steps: {
        program: step(/\/assets\/index-.*\.js$/),
        session: step(/^\/api\/session$/),
        page: step(/\/assets\/people-page-.*\.js$/),
        font: step(/geist-latin-wght/)
      }
    }
  })
  await page.close()
  return paint
}
