import { h, need } from '../dom.js'
import '../frame.js'
import { signedIn } from '../person.js'

const form = need('#contact', HTMLFormElement)
const topic = need('#topic', HTMLSelectElement)
const asked = new URLSearchParams(location.search).get('topic')
if ([...topic.options].some(option => option.value === asked)) topic.value = asked ?? ''

const person = signedIn()
if (person) {
  need('#name', HTMLInputElement).value = person.name
  need('#email', HTMLInputElement).value = person.email
  need('#company', HTMLInputElement).value = person.company ?? ''
}

form.addEventListener('submit', event => {
  event.preventDefault()
  const given = new FormData(form)
  const value = (/** @type {string} */ field) => String(given.get(field) ?? '').trim()
  const label = topic.selectedOptions[0]?.textContent ?? value('topic')
  const company = value('company')
  window.LiveLayer.identify({ email: value('email'), name: value('name'), ...(company ? { company } : {}) })
  window.LiveLayer.track('Lead Generated', {
    lead_id: `LD-${Date.now().toString(36)}`,
    topic: label,
    ...(company ? { company } : {})
  })
  const heading = h('h2', { tabindex: -1 }, `Thank you, ${value('name').split(' ')[0]}.`)
  form.replaceChildren(
    heading,
    h(
      'p',
      {},
      `In a real shop somebody would now read your question about “${label}”. In the dashboard it stands on your timeline as “Lead Generated”. The message itself was not kept.`
    ),
    h('a', { class: 'button quiet', href: '/demo/products' }, 'Back to the shop')
  )
  heading.focus()
})
