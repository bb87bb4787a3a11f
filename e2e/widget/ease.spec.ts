import { expect, test } from 'vitest'
import { mintWorkspace } from '../../packages/server/test/workspace.ts'
import { until, useChromium } from '../tracker/site.ts'
import { beginTalk, field, launcher, openChat, panel, shop, withWidget, write } from './chat.ts'

const chromium = useChromium()

// What took over 50 ms at once on a page four times slower; the bench measures the time, this finds who brings it back.
const watchCostly = `
  window.costly = []
  const seen = what => costly.push(what)
  for (const name of ['DateTimeFormat', 'NumberFormat', 'Collator'])
    Intl[name] = new Proxy(Intl[name], {
      construct: (of, given) => (seen(name), new of(...given)),
      apply: (of, self, given) => (seen(name), of(...given))
    })
  window.AudioContext = new Proxy(AudioContext, { construct: (of, given) => (seen('AudioContext'), new of(...given)) })
  let isLaidOut = false
  for (const name of ['scrollHeight', 'clientHeight', 'offsetHeight']) {
    const on = name === 'offsetHeight' ? HTMLElement.prototype : Element.prototype
    const { get } = Object.getOwnPropertyDescriptor(on, name)
    Object.defineProperty(on, name, {
      configurable: true,
      get() {
        if (!isLaidOut) seen(name)
        return get.call(this)
      }
    })
  }
  window.ResizeObserver = class extends ResizeObserver {
    constructor(work) {
      super((...given) => {
        isLaidOut = true
        work(...given)
        isLaidOut = false
      })
    }
  }`

test('opening the chat asks the browser for nothing that would hold up the page', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(withWidget({ '/': shop(workspace) }))
  const { page } = await chromium.newVisitor()
  await page.addInitScript({ content: watchCostly })
  await page.goto(site.url('/'))
  await launcher(page).click()
  await panel(page).getByRole('textbox', { name: 'Write a message' }).waitFor()
  // The field has the keyboard once the panel is painted.
  await until(
    () => page.evaluate(() => document.documentElement.lastElementChild?.shadowRoot?.activeElement?.tagName),
    name => name === 'TEXTAREA'
  )
  expect(await page.evaluate('costly')).toEqual([])
})

test('a long conversation stands at its end, and what is read keeps its place while older messages come', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(withWidget({ '/': shop(workspace) }))
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  const { team, id } = await beginTalk(page, workspace)
  for (let at = 1; at <= 70; at += 1)
    await team.says(id, at % 2 ? `Answer ${at}` : `**Answer ${at}** and more\n\n- of it`)
  await page.reload()
  await openChat(page)
  const log = panel(page).locator('.log')
  const fromEnd = () => log.evaluate(box => box.scrollHeight - box.scrollTop - box.clientHeight)
  await panel(page).getByText('Answer 70').waitFor()
  const bubbles = panel(page).locator('.bubble')
  await until(
    () => bubbles.count(),
    count => count >= 30
  )
  await until(fromEnd, distance => distance < 2)
  // The times come once the first words stand.
  await panel(page).getByText('Today').first().waitFor()

  const before = await bubbles.count()
  const oldest = await bubbles.first().textContent()
  await log.evaluate(box => {
    box.scrollTop = 0
  })
  await until(
    () => bubbles.count(),
    count => count >= before + 25
  )
  const read = bubbles.filter({ hasText: new RegExp(`^${oldest}$`) })
  await until(
    () => read.boundingBox(),
    box => box !== null && box.y > 0 && box.y < 700
  )

  // What the visitor writes is always brought into view, be it in the moment in which something else moved the log.
  await write(page, 'Thank you')
  await panel(page).getByText('Thank you').waitFor()
  await until(fromEnd, distance => distance < 2)
  await field(page).fill('And good night')
  await panel(page).evaluate(dialog => {
    const log = dialog.querySelector('.log')
    if (log) log.scrollTop -= 400
    dialog.querySelector('textarea')?.form?.requestSubmit()
  })
  await panel(page).getByText('And good night').waitFor()
  await until(fromEnd, distance => distance < 2)
})
