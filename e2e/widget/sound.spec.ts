import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { mintWorkspace } from '../../packages/server/test/workspace.ts'
import { until, useChromium } from '../tracker/site.ts'
import { beginTalk, panel, saidWhen, shop, withWidget } from './chat.ts'

const chromium = useChromium()

// A microphone held to the page's loudspeaker: what goes out also goes to an analyser, which keeps the loudest it has heard.
const listen = `
  window.opened = 0
  window.loudest = 0
  const { connect } = AudioNode.prototype
  AudioNode.prototype.connect = function (...to) {
    if (to[0] === this.context.destination) {
      const ear = this.context.createAnalyser()
      ear.fftSize = 32768
      connect.call(this, ear)
      const samples = new Float32Array(ear.fftSize)
      setInterval(() => {
        ear.getFloatTimeDomainData(samples)
        for (const sample of samples) loudest = Math.max(loudest, Math.abs(sample))
      }, 50)
    }
    return connect.apply(this, to)
  }
  window.AudioContext = class extends AudioContext {
    constructor() {
      super()
      opened++
    }
  }`
const loudest = (page: Page) => page.evaluate<number>('loudest')
const opened = (page: Page) => page.evaluate<number>('opened')
/** Held from the moment a tab rings until another may. */
const ringing = (page: Page) =>
  page.evaluate(
    async () => ((await navigator.locks.query()).held ?? []).filter(({ name }) => name?.endsWith('_ring')).length
  )

const look = (page: Page, isLookedAt: boolean) =>
  page.evaluate(
    visibility => {
      Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    },
    isLookedAt ? 'visible' : 'hidden'
  )

async function talking() {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(withWidget({ '/': shop(workspace) }))
  const { page, troubles } = await chromium.newVisitor()
  await page.addInitScript({ content: listen })
  await page.goto(site.url('/'))
  const { team, id } = await beginTalk(page, workspace)
  return { page, troubles, says: (text: string) => team.says(id, text) }
}
const titled = (page: Page, wanted: string) =>
  until(
    () => page.title(),
    title => title === wanted
  )

test('an answer that comes while nobody looks at the tab is heard', async () => {
  const { page, troubles, says } = await talking()
  await look(page, false)
  expect(await opened(page)).toBe(0)
  await says('Are you there?')
  await titled(page, '(1) Lamps')
  await until(
    () => loudest(page),
    level => level > 0.01
  )
  expect(await opened(page)).toBe(1)
  expect(troubles).toEqual([])
})

test('with the sound turned off nothing is heard, and turned on again it is', async () => {
  const { page, troubles, says } = await talking()
  await panel(page).getByRole('button', { name: 'Turn sound off' }).click()
  await look(page, false)
  await says('Are you there?')
  await titled(page, '(1) Lamps')
  expect([await ringing(page), await opened(page)]).toEqual([0, 0])

  await look(page, true)
  await panel(page).getByRole('button', { name: 'Turn sound on' }).click()
  await look(page, false)
  await says('Hello?')
  await until(
    () => loudest(page),
    level => level > 0.01
  )
  expect(troubles).toEqual([])
})

test('an answer that is read as it comes makes no sound', async () => {
  const { page, says } = await talking()
  await says('Here I am.')
  await saidWhen(page, ['Hello', 'Here I am.'])
  expect([await ringing(page), await opened(page)]).toEqual([0, 0])
})
