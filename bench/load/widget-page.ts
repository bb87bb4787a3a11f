import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium } from 'playwright-core'
import { findChromium } from '../../scripts/chromium.mjs'
import { readJob } from '../measure.ts'

/** A process of its own: a page with the widget in a Chromium whose processor is slowed down four times. */
export type WidgetJob = { url: string; agentId: string; visits: number; slowdown: number }
export type WidgetVisit = {
  launcherMs: number
  openMs: number
  bytesBefore: number
  bytesAll: number
  /** Of the whole page, and of those the ones that scripts of ours ran in. */
  longTasks: number[]
  ofOurs: { url: string; ms: number; what: string }[]
}
/** `bare`: the same page without the widget, looked at by the same hand. */
export type WidgetResult = { visits: WidgetVisit[]; bare: number[][] }

const job = await readJob<WidgetJob>()
const pageWith = (
  tag: string
) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lamps</title></head><body><h1>Lamps</h1>
${tag}</body></html>`
const tag = `<script src="${job.url}/widget.js" data-agent-id="${job.agentId}" data-widget defer></script>`
const site = createServer((request, response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end(pageWith(request.url === '/bare' ? '' : tag))
)
await new Promise<void>(resolve => site.listen(0, '127.0.0.1', resolve))
const address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`
const browser = await chromium.launch({
  executablePath: findChromium() ?? '',
  args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu', '--no-first-run']
})

// As text: it is the page's script, and nothing of this file goes along. A long task says only that there was one; a long
// animation frame says which scripts ran in it, and for how long.
const watchLongTasks = `
  window.longTasks = []
  window.scriptsOfFrames = []
  new PerformanceObserver(list => { for (const task of list.getEntries()) longTasks.push(task.duration) })
    .observe({ type: 'longtask', buffered: true })
  new PerformanceObserver(list => {
    for (const frame of list.getEntries())
      for (const script of frame.scripts) scriptsOfFrames.push({ url: script.sourceURL, ms: script.duration, what: script.invoker })
  }).observe({ type: 'long-animation-frame', buffered: true })`
const nowInPage = 'performance.now()'

async function open(path: string) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  const tab = await context.newPage()
  const devtools = await context.newCDPSession(tab)
  await devtools.send('Network.enable')
  let bytes = 0
  devtools.on('Network.loadingFinished', event => {
    bytes += event.encodedDataLength
  })
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: job.slowdown })
  await tab.addInitScript({ content: watchLongTasks })
  await tab.goto(address + path, { waitUntil: 'commit' })
  return { context, tab, loaded: () => bytes }
}

const visits: WidgetVisit[] = []
const bare: number[][] = []
for (let at = 0; at < job.visits; at += 1) {
  const empty = await open('bare')
  await empty.tab.getByRole('heading', { name: 'Lamps' }).waitFor()
  await empty.tab.waitForLoadState('networkidle')
  bare.push(await empty.tab.evaluate<number[]>('longTasks'))
  await empty.context.close()

  const { context, tab, loaded } = await open('')
  const launcher = tab.getByRole('button', { name: /^Open chat/ })
  await launcher.waitFor()
  const launcherMs = await tab.evaluate<number>(nowInPage)
  await tab.waitForLoadState('networkidle')
  const bytesBefore = loaded()
  const before = await tab.evaluate<number>(nowInPage)
  await launcher.click()
  await tab.getByRole('textbox', { name: 'Write a message' }).waitFor()
  const openMs = (await tab.evaluate<number>(nowInPage)) - before
  await tab.waitForLoadState('networkidle')
  const scripts = await tab.evaluate<WidgetVisit['ofOurs']>('scriptsOfFrames')
  visits.push({
    launcherMs,
    openMs,
    bytesBefore,
    bytesAll: loaded(),
    longTasks: await tab.evaluate<number[]>('longTasks'),
    ofOurs: scripts.filter(script => script.url.startsWith(job.url) && script.ms > 50)
  })
  await context.close()
}
await browser.close()
site.close()
console.log(JSON.stringify({ visits, bare } satisfies WidgetResult))
