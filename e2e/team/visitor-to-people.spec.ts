import { expect, test } from 'vitest'
import { identify, newLocalId, page as pageView, send, userToken } from '../../packages/server/test/visitor.ts'
import { foyerUrl, mintWorkspace, settled } from '../../packages/server/test/workspace.ts'
import { html, snippet, useChromium } from '../tracker/site.ts'
import { signIn } from './sign-in.ts'

const chromium = useChromium()

test('L13 a stranger arrives, browses and is named, and the team watches it happen', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({
    '/': html('Home', '<a href="/pricing">Pricing</a>', snippet(workspace)),
    '/pricing': html('Pricing', '<button>Buy now</button>', snippet(workspace))
  })
  const team = await chromium.newVisitor()
  const dashboard = await signIn(team.context, workspace)
  await dashboard.locator('main').waitFor()

  const stranger = await chromium.newVisitor()
  await stranger.page.goto(site.url('/'))
  await dashboard.getByText('person here now').first().waitFor()
  await dashboard.locator('main').getByText('Home').first().waitFor()
  await stranger.page.getByRole('link', { name: 'Pricing' }).click()
  await dashboard.locator('main').getByText('Pricing').first().waitFor()

  await dashboard.getByRole('link', { name: 'People', exact: true }).first().click()
  const { id } = await stranger.page.evaluate(() => window.LiveLayer.ready)
  await dashboard.goto(`${foyerUrl()}/people/${id}`)
  const timeline = dashboard.locator('main')
  await timeline.getByText('Viewed Pricing').waitFor()
  await timeline.getByText('Viewed Home').waitFor()
  await timeline.getByText('Clicked Pricing').waitFor()

  await stranger.page.getByRole('button', { name: 'Buy now' }).click()
  await timeline.getByText('Clicked Buy now').waitFor()
  await stranger.page.evaluate(() => window.LiveLayer.identify({ name: 'Jordan Park', email: 'jordan@acme.com' }))
  await dashboard.getByRole('heading', { name: 'Jordan Park' }).waitFor()
  await timeline.getByText('Claimed').first().waitFor()
  await stranger.page.evaluate(() => window.LiveLayer.track('Order Completed', { revenue: 11.7, currency: 'EUR' }))
  await timeline.getByText('Order Completed').waitFor()
  expect(team.troubles).toEqual([])
})

test('F11 two devices of one signed-in person are one, say why, and come apart again', async () => {
  const workspace = await mintWorkspace()
  const phone = await identify(workspace, { localId: newLocalId(), userToken: await userToken(workspace, 'u_42') })
  const laptop = await identify(workspace, { localId: newLocalId(), userToken: await userToken(workspace, 'u_42') })
  expect(laptop.body.visitorId).toBe(phone.body.visitorId)
  await send(workspace, phone.body, [pageView('/from-the-phone')])
  await send(workspace, laptop.body, [pageView('/from-the-laptop')])
  await settled()

  const team = await chromium.newVisitor()
  const dashboard = await signIn(team.context, workspace)
  await dashboard.goto(`${foyerUrl()}/people/${phone.body.visitorId}`)
  const main = dashboard.locator('main')
  await main.getByText('2 browsers, one person').waitFor()
  await main.getByText('Viewed Page /from-the-phone').waitFor()
  await main.getByText('Viewed Page /from-the-laptop').waitFor()
  await main.getByRole('button', { name: 'Undo' }).first().click()
  await dashboard
    .getByRole('dialog')
    .or(dashboard.getByRole('alertdialog'))
    .getByRole('button', { name: /undo|part/i })
    .click()
  await expect.poll(() => main.getByText('2 browsers, one person').count()).toBe(0)
  await expect
    .poll(async () => [
      await main.getByText('Viewed Page /from-the-phone').count(),
      await main.getByText('Viewed Page /from-the-laptop').count()
    ])
    .toSatisfy(([ofPhone = 0, ofLaptop = 0]: number[]) => ofPhone + ofLaptop === 1)
})

test('the People page shows who comes while it is open, where they are and under what name, and does not hide that bots came', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '*': html('Home', '', snippet(workspace)) })
  const team = await chromium.newVisitor()
  const people = await signIn(team.context, workspace)
  await people.getByRole('link', { name: 'People', exact: true }).first().click()
  await people.getByRole('heading', { name: 'Nobody has come yet' }).waitFor()

  const robot = await chromium.newVisitor({ userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1)' })
  await robot.page.goto(site.url('/'))
  await people.getByRole('heading', { name: 'Only bots have come yet' }).waitFor()
  const stranger = await chromium.newVisitor()
  await stranger.page.goto(site.url('/'))
  await people.locator('tbody').getByText('here now').filter({ visible: true }).waitFor()
  expect(await people.locator('tbody a').count()).toBe(1)
  await stranger.page.evaluate(() => window.LiveLayer.identify({ name: 'Jordan Park' }))
  await people.getByText('Jordan Park').first().waitFor()

  // Somebody further is counted and not pushed in between.
  const second = await chromium.newVisitor({ locale: 'pt-PT', viewport: { width: 900, height: 700 } })
  await second.page.goto(site.url('/'))
  await second.page.evaluate(() => window.LiveLayer.identify({ name: 'Ana Reis' }))
  const newcomer = people.getByRole('button', { name: '1 newcomer, show' })
  await newcomer.waitFor()
  expect(await people.getByText('Ana Reis').count()).toBe(0)
  await newcomer.click()
  await people.getByText('Ana Reis').first().waitFor()
  await newcomer.waitFor({ state: 'hidden' })
  expect(team.troubles).toEqual([])
})

test('P01 P02 P06 P07 a hostile title, name or property is shown as the text it is', async () => {
  const workspace = await mintWorkspace()
  const evil = '<img src=x onerror="window.__x=1">'
  const visitor = await identify(workspace, {
    localId: newLocalId(),
    traits: { name: evil, avatar: 'https://x/a.svg' }
  })
  await send(workspace, visitor.body, [
    pageView('/', { title: evil, referrer: 'javascript:window.__x=1' }),
    { ...pageView('/x'), url: 'javascript:window.__x=1', title: `${evil}${evil}` },
    { ...pageView('/'), type: 'track', name: evil, properties: { '"><svg/onload=window.__x=1>': evil } }
  ])
  await settled()
  const team = await chromium.newVisitor()
  const dashboard = await signIn(team.context, workspace)
  for (const path of ['/people', '/live', `/people/${visitor.body.visitorId}`]) {
    await dashboard.goto(foyerUrl() + path)
    await dashboard.getByText(evil).first().waitFor()
    expect(await dashboard.evaluate(() => '__x' in window)).toBe(false)
  }
  expect(await dashboard.locator('a[href^="javascript"]').count()).toBe(0)
})
