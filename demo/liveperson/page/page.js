/**
 * @typedef {{ at: string, method: string, path: string, query: Record<string, string>, body: any, status: number, answer: unknown }} Arrival
 */
const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id))
const [list, none, said] = [byId('arrivals'), byId('none'), byId('said')]
const choice = /** @type {HTMLSelectElement} */ (byId('fault'))
let newest = ''

/** @param {Arrival} arrival */
function item({ at, method, path, query, body, status, answer }) {
  const types = [body?.engagementAttributes ?? []].flat().map(one => one?.type)
  const what = types.length > 0 ? types.join(', ') : [body?.entryPoints ?? []].flat().join(', ')
  const details = document.createElement('details')
  const summary = document.createElement('summary')
  const more = document.createElement('span')
  more.className = 'more'
  more.textContent = ` ${new Date(at).toLocaleTimeString()} · ${body?.consumerId ?? 'nobody'}`
  summary.append(`${status || 'broken off'} · ${what}`, more)
  const text = document.createElement('pre')
  const asked = `${method} ${path}?${new URLSearchParams(query)}`
  text.textContent = [asked, JSON.stringify(body, null, 2), '', `→ ${status}`, JSON.stringify(answer, null, 2)].join(
    '\n'
  )
  details.append(summary, text)
  const row = document.createElement('li')
  row.append(details)
  return row
}

async function look() {
  const answer = await fetch('/arrivals')
  /** @type {{ arrivals: Arrival[], faults: string[] }} */
  const { arrivals, faults } = await answer.json()
  if (choice.length === 0) choice.append(...faults.map(fault => new Option(fault)))
  none.hidden = arrivals.length > 0
  const mark = JSON.stringify([arrivals[0]?.at, arrivals.length, arrivals[0]?.status])
  if (mark === newest) return
  newest = mark
  list.replaceChildren(...arrivals.map(item))
}

byId('faults').addEventListener('submit', async event => {
  event.preventDefault()
  await fetch('/faults', { method: 'POST', body: choice.value })
  said.textContent = `The next report gets: ${choice.value}.`
})
const again = () => look().catch(() => (said.textContent = 'The server does not answer any more.'))
void again()
setInterval(again, 1000)
