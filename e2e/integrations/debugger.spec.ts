import { expect, test } from 'vitest'
import { join } from '../../packages/server/test/team.ts'
import { foyerUrl, settled } from '../../packages/server/test/workspace.ts'
import { faultsOf, walkByTab } from '../team/accessible.ts'
import { does, goTo, hook, panelIn, rowsIn, until, useDesk, visits } from './desk.ts'

const desk = useDesk()

test('S9 every event is seen as it is sent, with its request and answer, is searched, filtered and gone through by keyboard', async () => {
  const { page, workspace, troubles } = await desk.sitDown()
  const there = await desk.newThere()
  const destination = await hook(workspace, there.url)
  await goTo(page, `/integrations/${destination.id}/debugger`)
  await page.getByRole('heading', { name: 'Nothing was sent in this time' }).waitFor()

  // By themselves, told by the live line.
  const visitor = await visits(workspace, 'Order Completed', 'Product Viewed')
  await until(() => rowsIn(page).filter({ hasText: 'Delivered' }).count()).toBe(2)
  expect(await faultsOf(page)).toEqual([])

  // One of them whole.
  await page.keyboard.press('j')
  const panel = panelIn(page)
  await panel.getByText('Delivered 200').waitFor()
  await page.waitForURL(/open=dlv_/)
  const first = await panel.getByRole('heading', { level: 2 }).textContent()
  await page.keyboard.press('j')
  await until(() => panel.getByRole('heading', { level: 2 }).textContent()).not.toBe(first)
  await panel.getByText('Delivered 200').waitFor()
  expect(await panel.getByRole('figure', { name: 'Request' }).textContent()).toContain('"revenue": 11.7')
  expect(await panel.getByRole('figure', { name: 'Answer 200' }).textContent()).toContain('"ok": true')
  expect(await panel.getByRole('link', { name: 'Open the profile' }).getAttribute('href')).toBe(
    `/people/${visitor.visitorId}`
  )
  await panel.getByRole('button', { name: 'Raw' }).click()
  expect(await panel.getByRole('figure', { name: 'Request' }).textContent()).toContain('POST /hook HTTP/1.1')
  expect(await faultsOf(page)).toEqual([])
  await page.reload()
  await panel.getByText('Delivered 200').waitFor()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })

  // The list is one stop of the keyboard, whatever its length.
  const stops = await walkByTab(page)
  expect(stops.filter(stop => ['Order Completed', 'Product Viewed'].includes(stop))).toHaveLength(1)

  // A word of the request; a verdict; an event.
  await page.getByRole('textbox', { name: 'Search the deliveries' }).fill('product viewed')
  await until(() => rowsIn(page).count()).toBe(1)
  await page.getByRole('button', { name: 'Clear the search' }).click()
  await until(() => rowsIn(page).count()).toBe(2)
  await page.getByRole('combobox', { name: 'Verdict' }).selectOption('Failed')
  await page.getByRole('heading', { name: 'No delivery is like this' }).waitFor()
  await page.getByRole('button', { name: 'Clear the filters' }).click()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  const more = page.getByRole('dialog', { name: 'More filters' })
  await more
    .getByRole('combobox', { name: 'Event' })
    .or(more.getByRole('textbox', { name: 'Event' }))
    .fill('Order Completed')
  await more.getByRole('button', { name: 'Filter' }).click()
  await page.waitForURL(/event=Order/)
  await until(() => rowsIn(page).count()).toBe(1)
  await page.getByRole('button', { name: 'Take away: Event Order Completed' }).click()

  // Paused, new ones are counted, and come in when they are asked for.
  await page.getByRole('button', { name: 'Live', exact: true }).click()
  await page.getByRole('button', { name: 'Paused', exact: true }).waitFor()
  await does(workspace, visitor, 'Cart Viewed')
  const unseen = page.getByRole('button', { name: '1 new' })
  await unseen.waitFor()
  expect(await rowsIn(page).count()).toBe(2)
  await unseen.click()
  await until(() => rowsIn(page).count()).toBe(3)

  // Those of all destinations stand together as well.
  await hook(workspace, there.url, { name: 'Second' })
  await goTo(page, '/integrations/debugger')
  await rowsIn(page).first().waitFor()
  await does(workspace, visitor, 'Products Searched')
  await until(() => rowsIn(page).filter({ hasText: 'Products Searched' }).count()).toBe(2)
  await page.getByRole('combobox', { name: 'Destination' }).selectOption('Second')
  await until(() => rowsIn(page).count()).toBe(1)
  expect(await faultsOf(page)).toEqual([])
  expect(troubles.filter(trouble => trouble.startsWith('error'))).toEqual([])
})

test('S9 S10 a failure is told in words that say what to do; one is sent again, and all that failed after they are counted', async () => {
  const { page, workspace, context } = await desk.sitDown()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const there = await desk.newThere({ status: 400, body: '{"error":"order_id is missing"}' })
  const destination = await hook(workspace, there.url)
  await visits(workspace, 'Order Completed', 'Order Refunded', 'Order Updated')
  await goTo(page, `/integrations/${destination.id}/debugger`)
  await until(() => rowsIn(page).filter({ hasText: 'Not taken' }).count()).toBe(3)
  await page.keyboard.press('j')
  const panel = panelIn(page)
  await panel.getByText('Your server refused this event.').first().waitFor()
  expect(await panel.getByRole('figure', { name: 'Answer 400' }).textContent()).toContain('order_id is missing')

  // As a command: with what was sent, and no secret.
  await panel.getByRole('button', { name: 'Copy as curl' }).click()
  await panel.getByRole('button', { name: 'Copied' }).waitFor()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toMatch(/^curl -X POST http:\/\/127\.0\.0\.1:\d+\/hook/)
  expect(copied).toMatch(/Order (Completed|Refunded|Updated)/)
  await panel.getByText('Secrets are masked').waitFor()

  there.says = { status: 200 }
  await panel.getByRole('button', { name: 'Send again' }).click()
  await panel.getByText('Delivered 200').waitFor({ timeout: 30_000 })
  await until(() => rowsIn(page).filter({ hasText: 'Sent again' }).count()).toBe(1)

  await page.getByRole('button', { name: 'Retry failed' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send again what failed' })
  await dialog.getByText('2 events would be sent again.').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Send 2 events again' }).click()
  await until(() => there.arrived.length).toBe(6)
  await until(() => rowsIn(page).filter({ hasText: 'Delivered' }).count()).toBe(3)
})

test('S10 settings that do not work stop it, with the sentence that says why, until somebody says that it goes on', async () => {
  const { page, workspace } = await desk.sitDown()
  const there = await desk.newThere({ status: 401 })
  const destination = await hook(workspace, there.url)
  await visits(workspace, 'Order Completed')
  await goTo(page, '/integrations')
  await page.getByText('Needs you').waitFor({ timeout: 30_000 })
  await page.getByRole('link', { name: 'Order service', exact: true }).click()
  const alert = page.getByRole('alert').filter({ hasText: 'Nothing is sent until somebody has looked at it' })
  await alert.getByText('Your server refused the signature.').waitFor()
  expect(await faultsOf(page)).toEqual([])
  // It is told where the failure is looked at, too, and nothing only looks as if it were sent.
  await goTo(page, `/integrations/${destination.id}/debugger`)
  await alert.getByText('Your server refused the signature.').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.keyboard.press('j')
  await panelIn(page).getByRole('button', { name: 'Try now' }).click()
  await page.getByText('Nothing is sent to this destination until somebody has looked at it.').waitFor()
  expect(there.arrived).toHaveLength(1)
  await page.keyboard.press('Escape')
  await alert.getByRole('link', { name: 'Open the settings' }).click()
  await page.getByRole('textbox', { name: 'Address', exact: true }).waitFor()
  expect(await alert.getByRole('link').count()).toBe(0)
  await page.goBack()
  there.says = { status: 200 }
  await alert.getByRole('button', { name: 'Go on sending' }).click()
  await until(() => there.arrived.length).toBeGreaterThan(1)
  await alert.waitFor({ state: 'detached' })
  await until(() => rowsIn(page).filter({ hasText: 'Delivered' }).count()).toBe(1)
})

test('S9 names and payloads of strangers are text, whatever they say', async () => {
  const { page, workspace, troubles } = await desk.sitDown()
  const evil = '<img src=x onerror="document.title=1">\u202egnp.exe'
  const there = await desk.newThere({ status: 400, body: `<script>alert(1)</script>${evil}` })
  const destination = await hook(workspace, there.url, { name: evil })
  await visits(workspace, evil)
  await goTo(page, `/integrations/${destination.id}/debugger`)
  await rowsIn(page).filter({ hasText: '<img src=x onerror="document.title=1">gnp.exe' }).waitFor()
  await page.keyboard.press('j')
  const panel = panelIn(page)
  await panel.getByText('Not taken 400').waitFor()
  const answer = await panel.getByRole('figure', { name: 'Answer 400' }).textContent()
  expect(answer).toContain('<script>alert(1)</script>')
  expect(answer).toContain('\\u{202e}gnp.exe')
  expect(await page.locator('img[src="x"]').count()).toBe(0)
  expect(await page.title()).not.toBe('1')
  expect(troubles.filter(trouble => trouble.startsWith('error'))).toEqual([])
})

test('S9 who may not read destinations is told so, and sees no way to them, nor where events of a visitor went', async () => {
  const { workspace, context } = await desk.sitDown()
  const there = await desk.newThere()
  await hook(workspace, there.url)
  const visitor = await visits(workspace, 'Order Completed')
  await until(() => there.arrived.length).toBe(1)
  await settled()
  const { cookie } = await join(workspace, 'viewer')
  const [name = '', ...value] = cookie.split('=')
  await context.clearCookies()
  await context.addCookies([{ name, value: value.join('='), url: foyerUrl() }])
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', request => asked.push(new URL(request.url()).pathname))
  await goTo(page, `/people/${visitor.visitorId}`)
  await page.getByText('Order Completed').first().waitFor()
  expect(asked.filter(path => path.startsWith('/api/deliveries'))).toEqual([])
  expect(await page.getByRole('link', { name: 'Integrations' }).count()).toBe(0)
  await goTo(page, '/integrations')
  await page.getByRole('heading', { name: 'The destinations: not for your role' }).waitFor()
  await goTo(page, '/integrations/debugger')
  await page.getByRole('heading', { name: 'The deliveries: not for your role' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
})

test('S9 a thousand deliveries stay quick: only what is in sight is drawn, and older ones come as one goes on', async () => {
  const { page, workspace } = await desk.sitDown()
  const there = await desk.newThere()
  const destination = await hook(workspace, there.url)
  const names = (from: number) => Array.from({ length: 50 }, (_, index) => `Event ${from + index}`)
  await Promise.all([0, 50, 100, 150, 200, 250].map(from => visits(workspace, ...names(from))))
  await until(() => there.arrived.length).toBe(300)
  await goTo(page, `/integrations/${destination.id}/debugger`)
  await rowsIn(page).first().waitFor()
  const list = page.getByRole('table', { name: 'Deliveries', exact: true })
  await list.hover()
  await until(async () => {
    await page.mouse.wheel(0, 3_000)
    return list.getAttribute('aria-rowcount')
  }).toBe('301')
  expect(await rowsIn(page).count()).toBeLessThan(90)
})
