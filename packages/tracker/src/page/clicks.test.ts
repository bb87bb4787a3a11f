// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import type { Properties } from '../types.ts'
import { describeClick } from './clicks.ts'

/** Clicks what `selector` finds in the page and answers what the click would tell. */
function clickOn(selector: string, root: ParentNode = document): Properties | undefined {
  let told: Properties | undefined
  const listener = (event: Event) => {
    // happy-dom would follow the link.
    event.preventDefault()
    told = describeClick(event.composedPath(), url => `left(${url})`)
  }
  window.addEventListener('click', listener, { capture: true })
  const found = root.querySelector(selector)
  if (!found) throw new Error(`nothing on the page is ${selector}`)
  found.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, cancelable: true }))
  window.removeEventListener('click', listener, { capture: true })
  return told
}

const page = (html: string) => {
  document.body.innerHTML = html
}

afterEach(() => page(''))

test('L3 a link tells its text, href, id, classes and path', () => {
  page(
    '<main class="shop wide"><a id="cta" class="button primary" href="https://shop.example/pricing">See <b>pricing</b></a></main>'
  )
  expect(clickOn('a')).toEqual({
    tag: 'a',
    text: 'See pricing',
    href: 'left(https://shop.example/pricing)',
    id: 'cta',
    classes: ['button', 'primary'],
    path: 'html > body > main.shop > a#cta'
  })
})

test.each([
  ['a button', '<button>Buy</button>', 'button'],
  ['a role', '<div role="button">Buy</div>', 'div'],
  ['an onclick', '<div onclick="">Buy</div>', 'div'],
  ['a summary', '<details><summary>Buy</summary></details>', 'summary']
])('L3 %s is interactive, and what stands in it too', (_what, html, tag) => {
  page(html.replace('Buy', '<span><i>Buy</i></span>'))
  expect(clickOn('i')).toMatchObject({ tag, text: 'Buy' })
})

test.each([
  '<p>Words</p>',
  '<div>Words</div>',
  '<input type="text" value="typed">',
  '<textarea>typed</textarea>',
  '<a>No link</a>'
])('L3 a click on %s is no event', html => {
  page(html)
  expect(clickOn('body > *')).toBeUndefined()
})

test('L3 through open shadow roots, from the inside out', () => {
  page('<shop-card id="card"></shop-card>')
  const host = document.querySelector('shop-card')
  const root = host?.attachShadow({ mode: 'open' })
  if (!root) throw new Error('no shadow root')
  root.innerHTML = '<button class="add"><span>Add to cart</span></button>'
  expect(clickOn('span', root)).toMatchObject({
    tag: 'button',
    text: 'Add to cart',
    path: 'html > body > shop-card#card > button.add'
  })
})

test('L3 the value of a field is never read, not even of the button that is one', () => {
  page(`<div role="button">
    Search <input value="canary-typed"> <input type="password" value="canary-secret">
    <textarea>canary-area</textarea> <select><option>canary-option</option></select>
  </div>
  <input id="submit" type="submit" value="canary-submit" aria-label="Send">`)
  expect(clickOn('div')).toMatchObject({ text: 'Search' })
  const submit = clickOn('#submit')
  expect(submit).toMatchObject({ tag: 'input', text: 'Send' })
  expect(JSON.stringify(submit)).not.toContain('canary')
})

test.each([
  ['the element', '<a href="/x" data-ll-private="true">Jo</a>'],
  ['something around it', '<section data-ll-private="true"><p><a href="/x">Jo</a></p></section>'],
  ['the attribute alone', '<div data-ll-private><a href="/x">Jo</a></div>']
])('L12 private by %s: no event', (_by, html) => {
  page(html)
  expect(clickOn('a')).toBeUndefined()
})

test('L12 private by the host of the shadow root it stands in', () => {
  page('<my-account data-ll-private="true"></my-account>')
  const root = document.querySelector('my-account')?.attachShadow({ mode: 'open' })
  if (!root) throw new Error('no shadow root')
  root.innerHTML = '<button>Jo</button>'
  expect(clickOn('button', root)).toBeUndefined()
})

test('L12 data-ll-private="false" says that nothing is private', () => {
  page('<a href="/x" data-ll-private="false">Open</a>')
  expect(clickOn('a')).toMatchObject({ text: 'Open' })
})

test('L12 what is private inside a link is left out of its text', () => {
  page('<a href="/account">Account of <span data-ll-private="true">Jordan Park</span> today</a>')
  expect(clickOn('a')).toMatchObject({ text: 'Account of today' })
})

test('mail addresses and card numbers in a text are left out, and long texts cut', () => {
  page('<button>Signed in as jo@acme.com with 4111 1111 1111 1111</button>')
  expect(clickOn('button')).toMatchObject({ text: 'Signed in as redacted with redacted' })
  page(`<button>${'word '.repeat(100_000)}</button>`)
  expect(String(clickOn('button')?.text)).toHaveLength(119)
})

test('a picture speaks by its alternative text', () => {
  page('<a href="/"><img alt="Home" src="data:,"></a>')
  expect(clickOn('img')).toMatchObject({ text: 'Home' })
  page('<a href="/"><span data-ll-private><img alt="Jo" src="data:,"></span></a>')
  expect(clickOn('a')).toMatchObject({ text: '' })
})

test.each([
  ['javascript:alert(1)', 'javascript:'],
  ['data:text/html,<b>', 'data:'],
  ['#reviews', `left(${location.href}#reviews)`]
])('where a link leads is an address, not code: %s', (href, told) => {
  page('<a>x</a>')
  document.querySelector('a')?.setAttribute('href', href)
  expect(clickOn('a')?.href).toBe(told)
})

test('an onclick on the body does not make every click an event', () => {
  page('<p>Words</p>')
  document.body.setAttribute('onclick', '')
  expect(clickOn('p')).toBeUndefined()
  document.body.removeAttribute('onclick')
})
