// @vitest-environment happy-dom
import { act, type ReactNode, StrictMode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FoyerChat } from './index.ts'

let root: Root
let calls: unknown[][]
const render = (what: ReactNode) => act(async () => root.render(what))
const scripts = () => Array.from(document.querySelectorAll<HTMLScriptElement>('script[src$="/widget.js"]'))
/** The environment loads no scripts: it says at once that each has come, or that each was blocked. */
const blocks = (isBlocked: boolean) => {
  const { happyDOM } = window as unknown as { happyDOM: { settings: { handleDisabledFileLoadingAsSuccess: boolean } } }
  happyDOM.settings.handleDisabledFileLoadingAsSuccess = !isBlocked
}
const until = async (isTrue: () => boolean) => {
  while (!isTrue()) await act(() => new Promise(resolve => setTimeout(resolve, 5)))
}
const chat = (base: string, more: object = {}) => <FoyerChat agentId="agt_1" apiBase={base} {...more} />

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  document.head.innerHTML = ''
  blocks(false)
  calls = []
  Object.assign(window, {
    FluentBotChatWidget: {
      injectWidget: (...given: unknown[]) => calls.push(['inject', ...given]),
      removeWidget: () => calls.push(['remove'])
    }
  })
  root = createRoot(document.createElement('div'))
})
afterEach(() => act(async () => root.unmount()))

test('the chat is there while the component is, with what it was given, and loads its script once', async () => {
  const base = 'https://one.example'
  await render(<StrictMode>{chat(base, { color: '#123456', title: undefined })}</StrictMode>)
  await until(() => calls.length > 0)
  expect(scripts()).toHaveLength(1)
  // What is not given is not said, so that the look kept for the agent holds.
  expect(calls.filter(([what]) => what === 'inject')).toEqual([
    ['inject', 'agt_1', { color: '#123456', apiBase: base }]
  ])
  calls = []
  await render(<StrictMode>{chat(base, { color: '#123456' })}</StrictMode>)
  expect(calls).toEqual([])
  await render(null)
  expect(calls).toEqual([['remove']])
  await render(chat(base))
  expect(scripts()).toHaveLength(1)
})

test('F13 before it is rendered nothing is loaded, and on a server nothing at all', async () => {
  expect(renderToString(chat('https://two.example'))).toBe('')
  await render(<p>Not yet</p>)
  expect(scripts()).toEqual([])
})

test('a script that is blocked is no trouble of the app’s, and is tried again the next time', async () => {
  blocks(true)
  await render(chat('https://three.example'))
  await until(() => scripts().length === 0)
  expect(calls).toEqual([])
  blocks(false)
  await render(null)
  await render(chat('https://three.example'))
  await until(() => calls.length > 0)
  expect(calls).toEqual([['inject', 'agt_1', { apiBase: 'https://three.example' }]])
})
