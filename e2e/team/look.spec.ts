import { expect, test } from 'vitest'
import { call, foyerUrl, mintWorkspace } from '../../packages/server/test/workspace.ts'
import { peopleOf, until, useChromium } from '../tracker/site.ts'
import { openChat, shop, withWidget } from '../widget/chat.ts'
import { faultsOf } from './accessible.ts'
import { signIn } from './sign-in.ts'

const chromium = useChromium()

test('the team sets how the widget looks, sees it at once in the preview, and visitors see it once it is saved', async () => {
  const workspace = await mintWorkspace()
  const { context } = await chromium.newVisitor()
  const page = await signIn(context, workspace)
  const troubles: string[] = []
  page.on('pageerror', error => troubles.push(error.message))
  page.on('console', message => troubles.push(message.text()))
  await page.goto(`${foyerUrl()}/agents/${workspace.agentId}/look`)
  const preview = page.frameLocator('iframe')
  await preview.getByRole('button', { name: /^Open chat/ }).waitFor()

  await page.getByLabel('Colour', { exact: true }).fill('#b4532a')
  await page.getByText('White is written on it').waitFor()
  await page.getByLabel('Title', { exact: true }).fill('Lamp desk')
  await page.getByLabel('Greeting', { exact: true }).fill('Good evening')
  await page.getByLabel('Side', { exact: true }).selectOption('left')
  await page.getByRole('checkbox', { name: 'Office hours' }).check()
  await page.getByLabel('Sunday').check()
  await page.getByLabel('Saturday').check()
  await page.getByText('Changed: colour, side, title, greeting and office hours.').waitFor()

  await until(
    () => preview.locator('button.launcher').evaluate(launcher => getComputedStyle(launcher).backgroundColor),
    color => color === 'rgb(180, 83, 42)'
  )
  await preview.getByRole('button', { name: /^Open chat/ }).click()
  await preview.getByRole('heading', { name: 'Lamp desk' }).waitFor()
  await preview.getByText('Good evening').waitFor()
  await preview.getByRole('textbox', { name: 'Write a message' }).fill('Is this real?')
  await preview.getByRole('textbox', { name: 'Write a message' }).press('Enter')
  await preview.getByText('This is how an answer of yours looks.').last().waitFor()
  // Nobody was counted for it, and nothing was said to anybody.
  expect(await peopleOf(workspace)).toEqual([])
  expect((await call<{ items: unknown[] }>('GET', '/api/conversations', { who: workspace.key })).body.items).toEqual([])

  for (const part of ['form[aria-label="Look of the widget"]', 'aside[aria-label="Preview"] > div'])
    expect(await faultsOf(page, part)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved: colour, side, title, greeting and office hours.').waitFor()
  await page.reload()
  await until(
    () => page.getByLabel('Title', { exact: true }).inputValue(),
    title => title === 'Lamp desk'
  )
  expect(troubles).toEqual([])

  const site = await chromium.newSite(withWidget({ '/': shop(workspace) }))
  const visitor = await chromium.newVisitor()
  const colors: string[] = []
  await visitor.page.exposeFunction('sawLauncher', (color: string) => colors.push(color))
  await visitor.page.addInitScript(() => {
    const look = () => {
      const launcher = Array.from(document.documentElement?.children ?? [], child =>
        child.shadowRoot?.querySelector('.launcher')
      ).find(Boolean)
      if (launcher)
        (window as unknown as { sawLauncher(color: string): void }).sawLauncher(
          getComputedStyle(launcher).backgroundColor
        )
      requestAnimationFrame(look)
    }
    look()
  })
  await visitor.page.goto(site.url('/'))
  await openChat(visitor.page)
  await visitor.page.getByRole('heading', { name: 'Lamp desk' }).waitFor()
  // In the team's colour from its first frame on, and nothing of the page has moved for it.
  expect([...new Set(colors)]).toEqual(['rgb(180, 83, 42)'])
  const shift = await visitor.page.evaluate(
    () =>
      new Promise<number>(resolve => {
        let sum = 0
        new PerformanceObserver(list => {
          for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value
        }).observe({ type: 'layout-shift', buffered: true })
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)))
      })
  )
  expect(shift).toBe(0)
})

test('whoever leaves a form with something unsaved in it is asked first, and is not once it is saved', async () => {
  const workspace = await mintWorkspace()
  const { context } = await chromium.newVisitor()
  const page = await signIn(context, workspace)
  await page.goto(`${foyerUrl()}/agents/${workspace.agentId}/answers`)
  await page.getByRole('link', { name: 'Look', exact: true }).click()
  const title = page.getByLabel('Title', { exact: true })
  const leave = page.getByRole('link', { name: 'Answers', exact: true })
  const question = page.getByRole('dialog', { name: 'Leave without saving?' })
  await title.fill('Lamp desk')

  await leave.click()
  await question.waitFor()
  expect(await faultsOf(page, '[role="dialog"]')).toEqual([])
  await question.getByRole('button', { name: 'Stay' }).click()
  await question.waitFor({ state: 'hidden' })
  expect(page.url()).toMatch(/\/look$/)
  expect(await title.inputValue()).toBe('Lamp desk')

  // The way back, and out of the browser's tab, are ways to leave too.
  await page.evaluate(() => history.back())
  await question.waitFor()
  await page.keyboard.press('Escape')
  await question.waitFor({ state: 'hidden' })
  expect(await title.inputValue()).toBe('Lamp desk')
  const asked = page.waitForEvent('dialog')
  void page.close({ runBeforeUnload: true })
  await (await asked).dismiss()

  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved: title.').waitFor()
  await leave.click()
  await page.waitForURL('**/answers')

  // Left for good, what was typed is forgotten.
  await page.getByRole('radio', { name: /Your documents/ }).check({ force: true })
  await page.getByRole('link', { name: 'Look', exact: true }).click()
  await question.getByRole('button', { name: 'Leave' }).click()
  await page.waitForURL('**/look')
  expect(await title.inputValue()).toBe('Lamp desk')
})

test('P52 the frame of the preview can ask for nothing, and no other site can show it', async () => {
  const answer = await fetch(`${foyerUrl()}/widget-preview`)
  const policy = answer.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'self'")
  expect(policy).toContain('sandbox allow-scripts')
  expect(policy).not.toContain('connect-src')
})
