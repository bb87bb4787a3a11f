import { remember, remembered } from './storage.js'

/** @typedef {{ email: string, name: string, company?: string, plan?: string, customerSince?: string }} Person */

/** People to sign in as: invented, and the same for everybody who tries the shop. @type {(Person & { about: string })[]} */
export const demoPeople = [
  {
    name: 'Mara Lindqvist',
    email: 'mara@lindqvist.example',
    plan: 'Balcony',
    customerSince: '2025-03-02',
    about: 'Three balcony boxes and a lot of basil'
  },
  {
    name: 'Tobias Brandt',
    email: 'tobias@sonnenhof.example',
    company: 'Sonnenhof School',
    plan: 'Community',
    customerSince: '2024-09-11',
    about: 'Runs the garden of a primary school'
  },
  {
    name: 'Inês Carvalho',
    email: 'ines@carvalho.example',
    plan: 'Garden',
    customerSince: '2025-06-20',
    about: 'A narrow bed behind a town house'
  },
  {
    name: 'Kofi Mensah',
    email: 'kofi@plot-nine.example',
    company: 'Plot Nine Allotments',
    about: 'Buys for twelve plots at once'
  }
]

/** @returns {Person | undefined} */
export function signedIn() {
  const person = remembered('local', 'person')
  if (typeof person !== 'object' || person === null) return undefined
  if (!('email' in person) || !('name' in person)) return undefined
  return typeof person.email === 'string' && typeof person.name === 'string'
    ? /** @type {Person} */ (person)
    : undefined
}

/** @param {Person} person */
export function signIn(person) {
  remember('local', 'person', person)
  window.LiveLayer.identify({ ...person })
  window.dispatchEvent(new Event('person-changed'))
}

/** Each page says again who is signed in; the tracker passes it on once a visit. */
export function sayWho() {
  const person = signedIn()
  if (person) window.LiveLayer.identify({ ...person })
}

/** `reset` parts the next person at this browser from the one who leaves. */
export function signOut() {
  remember('local', 'person', undefined)
  window.LiveLayer.reset()
  window.dispatchEvent(new Event('person-changed'))
}
