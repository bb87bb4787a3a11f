import { h, need } from '../dom.js'
import '../frame.js'
import { demoPeople, signedIn, signIn, signOut } from '../person.js'

const place = need('#sign-in', HTMLElement)
// Only pages of this shop: a foreign address in ?next= must not be followed.
const next = /^\/demo\/[a-z-]+$/.exec(new URLSearchParams(location.search).get('next') ?? '')?.[0]

/** @param {string} name */
const initials = name =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map(part => part[0] ?? '')
    .join('')
    .toUpperCase()

/** @param {import('../person.js').Person} person */
function welcome(person) {
  const facts = [
    ['E-mail', person.email],
    ['Company', person.company],
    ['Season box', person.plan],
    ['Customer since', person.customerSince]
  ]
  const heading = h('h1', { tabindex: -1 }, `Hello, ${person.name.split(' ')[0]}.`)
  place.replaceChildren(
    heading,
    h(
      'p',
      { class: 'lead' },
      'From here on, what you do in this shop carries your name. The dashboard shows it at once.'
    ),
    h(
      'dl',
      { class: 'facts' },
      ...facts.flatMap(([name, value]) => (value ? [h('div', {}, h('dt', {}, name), h('dd', {}, value))] : []))
    ),
    h(
      'p',
      { class: 'actions' },
      h(
        'a',
        { class: 'button primary', href: next ?? '/demo/products' },
        next === '/demo/checkout' ? 'Back to checkout' : 'To the shop'
      ),
      h(
        'button',
        {
          type: 'button',
          class: 'quiet',
          click: () => {
            signOut()
            show(true)
          }
        },
        'Sign out'
      )
    )
  )
  return heading
}

/** @param {import('../person.js').Person} person */
function enter(person) {
  signIn(person)
  show(true)
}

function choose() {
  const heading = h('h1', { tabindex: -1 }, 'Sign in')
  const name = h('input', { id: 'name', name: 'name', autocomplete: 'name', required: true, maxlength: 100 })
  const email = h('input', {
    id: 'email',
    name: 'email',
    type: 'email',
    autocomplete: 'email',
    required: true,
    maxlength: 200
  })
  place.replaceChildren(
    heading,
    h(
      'p',
      { class: 'lead' },
      'Be one of these four invented people, or yourself. There is no password: this is a demo.'
    ),
    h(
      'ul',
      { class: 'people' },
      ...demoPeople.map(({ about, ...person }) =>
        h(
          'li',
          {},
          h(
            'button',
            { type: 'button', class: 'person', click: () => enter(person) },
            h('span', { class: 'face', 'aria-hidden': 'true' }, initials(person.name)),
            h('span', { class: 'words' }, h('strong', {}, person.name), h('span', {}, about))
          )
        )
      )
    ),
    h(
      'form',
      {
        class: 'sheet',
        submit: event => {
          event.preventDefault()
          enter({ name: name.value.trim(), email: email.value.trim() })
        }
      },
      h('h2', {}, 'Or as yourself'),
      h(
        'div',
        { class: 'pair' },
        h('div', { class: 'field' }, h('label', { for: 'name' }, 'Name'), name),
        h('div', { class: 'field' }, h('label', { for: 'email' }, 'E-mail'), email)
      ),
      h('button', { type: 'submit', class: 'primary' }, 'Sign in')
    )
  )
  return heading
}

/** @param {boolean} moved */
function show(moved) {
  const person = signedIn()
  const heading = person ? welcome(person) : choose()
  if (moved) heading.focus()
}

show(false)
