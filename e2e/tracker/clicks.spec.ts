import { expect, test } from 'vitest'
import { mintWorkspace } from '../../packages/server/test/workspace.ts'
import { eventsWhen, html, kept, listen, ofType, snippet, useChromium } from './site.ts'

const chromium = useChromium()

const shop = `
  <main class="shop">
    <a id="cta" class="button primary" href="/pricing?ref=hero" onclick="event.preventDefault()"><b>See <i id="deep">pricing</i></b></a>
    <div id="role" role="button">Open menu</div>
    <div id="inline" onclick="void 0"><span>Quick <em id="inner">view</em></span></div>
    <p id="plain">Just words</p>
    <shop-card id="card"><span slot="label" id="slotted">Add to cart</span></shop-card>
  </main>
  <script>
    customElements.define('shop-card', class extends HTMLElement {
      connectedCallback() {
        const root = this.attachShadow({ mode: 'open' })
        root.innerHTML = '<shop-button></shop-button><button class="add"><slot name="label"></slot></button>'
      }
    })
    customElements.define('shop-button', class extends HTMLElement {
      connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = '<button class="wish"><i>Wish</i></button>' }
    })
  </script>`

test('L3 links, buttons, roles and onclicks are heard through nested children and open shadow roots', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Shop', shop, snippet(workspace)) })
  const { page, troubles } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  for (const target of ['#deep', '#role', '#inner', '#plain', '#slotted', '.wish i']) await page.click(target)
  await page.goto('about:blank')
  const clicks = ofType(await eventsWhen(workspace, stored => ofType(stored, 'click').length >= 5), 'click')
  expect(clicks.map(click => click.properties)).toEqual([
    {
      tag: 'a',
      text: 'See pricing',
      href: `${site.origin}/pricing?ref=hero`,
      id: 'cta',
      classes: ['button', 'primary'],
      path: 'html > body > main.shop > a#cta'
    },
    { tag: 'div', text: 'Open menu', id: 'role', classes: [], path: 'html > body > main.shop > div#role' },
    { tag: 'div', text: 'Quick view', id: 'inline', classes: [], path: 'html > body > main.shop > div#inline' },
    {
      tag: 'button',
      text: 'Add to cart',
      classes: ['add'],
      path: 'html > body > main.shop > shop-card#card > button.add'
    },
    {
      tag: 'button',
      text: 'Wish',
      classes: ['wish'],
      path: 'body > main.shop > shop-card#card > shop-button > button.wish'
    }
  ])
  expect(clicks[0]).toMatchObject({ url: site.url('/'), title: 'Shop' })
  expect(troubles).toEqual([])
})

test('L3 the click that leads away is stored, and so is a link opened in a new tab', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({
    '/': html('Home', '<a id="a" href="/next">Next</a>', snippet(workspace)),
    '/next': html('Next', '')
  })
  const { page, context } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.evaluate('LiveLayer.ready')
  const opened = context.waitForEvent('page')
  await page.click('a', { button: 'middle' })
  await opened
  await page.click('a')
  await page.waitForURL('**/next')
  const clicks = ofType(await eventsWhen(workspace, stored => ofType(stored, 'click').length === 2), 'click')
  expect(clicks[1]?.properties).toMatchObject({ text: 'Next', href: site.url('/next') })
})

test('L3 a page that stops its clicks from spreading is heard all the same', async () => {
  const workspace = await mintWorkspace()
  const body =
    '<button>Buy</button><script>document.querySelector("button").addEventListener("click", event => event.stopImmediatePropagation())</script>'
  const site = await chromium.newSite({ '/': html('Home', body, snippet(workspace)) })
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.click('button')
  await eventsWhen(workspace, stored => ofType(stored, 'click').length === 1)
})

test('L3 L12 PR7 nothing that is typed, private or secret leaves the page or reaches the disk', async () => {
  const workspace = await mintWorkspace()
  const body = `
    <form onclick="void 0">
      <input id="text" value="CANARY-start"><input id="password" type="password"><input id="mail" type="email">
      <textarea id="area"></textarea><select><option>CANARY-option</option></select>
      <div id="editable" contenteditable>CANARY-editable <a href="#in" id="typed">CANARY-link-text</a></div>
      <input id="send" type="submit" value="CANARY-submit" onclick="event.preventDefault()">
    </form>
    <div data-ll-private="true"><a id="hidden" href="#CANARY-private" onclick="event.preventDefault()">CANARY-private</a></div>
    <a id="mixed" href="#m">Account of <span data-ll-private="true">CANARY-name</span></a>
    <a id="secret" href="#" onclick="history.pushState(null,'','/reset?token=CANARY-token&code=CANARY-code&email=CANARY%40mail.example')">Reset</a>
    <private-card data-ll-private="true"></private-card>
    <script>customElements.define('private-card', class extends HTMLElement {
      connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = '<button id="inside">CANARY-shadow</button>' } })</script>`
  const site = await chromium.newSite({ '*': html('Form', body, snippet(workspace)) })
  const { page, context } = await chromium.newVisitor()
  const wire = listen(context)
  await page.goto(site.url('/?access_token=CANARY-url#id_token=CANARY-fragment'))
  for (const field of ['#text', '#password', '#area']) await page.fill(field, `CANARY-${field}`)
  await page.fill('#mail', 'CANARY@mail.example')
  for (const target of [
    '#text',
    '#password',
    '#area',
    '#send',
    '#editable',
    '#typed',
    '#hidden',
    '#inside',
    '#mixed',
    '#secret'
  ])
    await page.click(target)
  await page.waitForTimeout(500)
  const disk = JSON.stringify(await kept(page))
  await page.goto('about:blank')
  const events = await eventsWhen(workspace, stored => ofType(stored, 'exit').length >= 2)
  expect(JSON.stringify(events)).not.toContain('CANARY')
  expect(
    wire
      .posts()
      .map(request => request.body)
      .join()
  ).not.toContain('CANARY')
  expect(disk).not.toContain('CANARY')
  const told = ofType(events, 'click').map(click => click.properties)
  expect(told).toContainEqual(expect.objectContaining({ id: 'mixed', text: 'Account of' }))
  expect(told).toContainEqual(expect.objectContaining({ id: 'send', text: '' }))
  expect(told.some(click => click.id === 'hidden' || click.id === 'inside')).toBe(false)
})
