import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Rolldown } from 'vite'
import { afterAll, expect, test } from 'vitest'
import { mintWorkspace, foyerUrl as origin } from '../../packages/server/test/workspace.ts'
import { eventsWhen, listen, ofType, type Pages, peopleOf, useChromium } from './site.ts'

const chromium = useChromium()
const root = join(import.meta.dirname, '../..')
// Inside the repository, where the packages are found as an app would find them once installed.
mkdirSync(join(root, 'node_modules/.apps'), { recursive: true })
const folder = mkdtempSync(join(root, 'node_modules/.apps/app-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** An app of somebody else's, bundled as they would, and what a browser loads of it. */
async function appOf(program: string): Promise<Pages> {
  writeFileSync(join(folder, 'app.tsx'), program)
  writeFileSync(join(folder, 'index.html'), '<div id="app"></div><script type="module" src="./app.tsx"></script>')
  const built = (await build({
    root: folder,
    logLevel: 'error',
    configFile: false,
    build: { write: false, minify: false }
  })) as Rolldown.RolldownOutput
  const files = built.output.map(file => [`/${file.fileName}`, String(file.type === 'chunk' ? file.code : file.source)])
  const { '/index.html': page = '', ...parts } = Object.fromEntries(files) as Record<string, string>
  return { ...parts, '*': page }
}

/** The first block of code in a package's README, which is what people copy. */
const exampleIn = (readme: string) => /```tsx\n([\s\S]+?)```/.exec(readFileSync(join(root, readme), 'utf8'))?.[1] ?? ''

test('L16 the example of the React bindings, bundled in StrictMode, tracks once and knows its visitor again', async () => {
  const workspace = await mintWorkspace()
  const example = exampleIn('packages/react/README.md')
    .replace('agt_…', workspace.agentId)
    .replace('https://foyer.example', origin())
  expect(example).toContain(workspace.agentId)
  const site = await chromium.newSite(
    await appOf(`${example}
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
createRoot(document.getElementById('app')!).render(<StrictMode><App /></StrictMode>)
`)
  )
  const { page, context, troubles } = await chromium.newVisitor()
  const wire = listen(context)
  // Who leaves before it is another test's; here they are to be known again later.
  const known = page.waitForResponse(
    answer => answer.url().endsWith('/identify') && answer.request().method() === 'POST'
  )
  await page.goto(site.url('/pricing'))
  await (await known).finished()
  await page.getByRole('button', { name: 'Start' }).click()
  await page.evaluate(() => history.pushState(null, '', '/thanks'))
  await page.goto('about:blank')
  const events = await eventsWhen(workspace, stored => ofType(stored, 'exit').length === 2)
  expect(ofType(events, 'page').map(event => event.path)).toEqual(['/pricing', '/thanks'])
  expect(ofType(events, 'track')).toMatchObject([{ name: 'clicked_pricing_cta', properties: { plan: 'pro' } }])
  expect(wire.identifies()).toHaveLength(1)

  // The next visit, half an hour later.
  await page.clock.install({ time: Date.now() + 31 * 60_000 })
  await page.goto(site.url('/pricing'))
  await page.getByRole('button', { name: 'Welcome back' }).waitFor()
  expect(await peopleOf(workspace)).toHaveLength(1)
  // React's development build, whose StrictMode mounts everything twice, says so.
  expect(troubles.filter(trouble => !trouble.includes('React DevTools'))).toEqual([])
})

test('L16 the npm tracker does nothing before init, then what its API says, and nothing after destroy', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(
    await appOf(`
import { LiveLayerTracker } from '@foyer/tracker'
const tracker = new LiveLayerTracker({
  agentId: '${workspace.agentId}', apiBase: '${origin()}', autoTrack: true, autoTrackClicks: false
})
Object.assign(window, { tracker })
`)
  )
  const { page, context, troubles } = await chromium.newVisitor()
  const wire = listen(context)
  await page.goto(site.url('/'))
  await page.waitForFunction('window.tracker')
  expect([wire.requests, await page.evaluate('localStorage.length')]).toEqual([[], 0])
  const visitor = await page.evaluate('tracker.init()')
  expect(visitor).toMatchObject({ isReturning: false, sessionCount: 1 })
  await page.evaluate('tracker.identify({ name: "Jordan Park" })')
  await page.evaluate('tracker.track("Order Completed", { revenue: 11.7 })')
  await page.evaluate('tracker.destroy()')
  await page.evaluate('tracker.track("too late"); history.pushState(null, "", "/after")')
  const events = await eventsWhen(workspace, stored => ofType(stored, 'exit').length === 1)
  expect(events.map(event => event.name ?? event.type)).toEqual([
    'page',
    'identify',
    'Order Completed',
    'scroll',
    'exit'
  ])
  expect(await peopleOf(workspace)).toMatchObject([{ name: 'Jordan Park' }])
  expect(troubles).toEqual([])
})
