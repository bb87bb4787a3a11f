// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import { findTag, readScriptTag } from './script-tag.ts'

/** Puts a tag on the page that is not executed, and says which one the browser is running. */
function place(attributes: Record<string, string>, isRunning = true) {
  const tag = document.createElement('script')
  tag.type = 'inert'
  for (const [name, value] of Object.entries(attributes)) tag.setAttribute(name, value)
  document.head.append(tag)
  Object.defineProperty(document, 'currentScript', { value: isRunning ? tag : null, configurable: true })
}
const src = 'https://foyer.example/v1.js'
const agent = { src, 'data-agent-id': 'agt_1' }

const read = () => {
  const tag = findTag('/v1.js', 'script[data-agent-id],script[data-tracker]')
  return tag && readScriptTag(tag)
}

beforeEach(() => {
  document.head.innerHTML = ''
})

test('L11 with data-tracker="auto" everything is tracked, and the API is where the script came from', () => {
  place({ ...agent, 'data-tracker': 'auto' })
  expect(read()).toEqual({
    src,
    mode: 'auto',
    hasWidget: false,
    options: {
      agentId: 'agt_1',
      apiBase: 'https://foyer.example',
      autoTrack: true,
      autoTrackPageViews: true,
      autoTrackClicks: true,
      fingerprint: true,
      redact: undefined,
      debug: false
    }
  })
})

test('L11 without data-tracker nothing is tracked by itself', () => {
  place(agent)
  expect(read()).toMatchObject({ mode: undefined, options: { autoTrack: false } })
})

test('L11 each attribute is heard', () => {
  place({
    ...agent,
    'data-tracker': 'auto',
    'data-track-page-views': 'false',
    'data-track-clicks': 'false',
    'data-api-base': 'https://api.foyer.example/',
    'data-fingerprint': 'false',
    'data-redact': 'loyalty, member',
    'data-debug': ''
  })
  expect(read()?.options).toEqual({
    agentId: 'agt_1',
    apiBase: 'https://api.foyer.example',
    autoTrack: true,
    autoTrackPageViews: false,
    autoTrackClicks: false,
    fingerprint: false,
    redact: ['loyalty', 'member'],
    debug: true
  })
})

test.each([
  [{}, false],
  [{ 'data-widget': 'false' }, false],
  [{ 'data-widget': '' }, true],
  [{ 'data-widget': 'manual' }, true]
])('L17 with %j the widget comes along: %s', (more, isWanted) => {
  place({ ...agent, ...more })
  expect(read()?.hasWidget).toBe(isWanted)
})

test('L1 as a module, where the browser does not say which script runs, the tag is found by its agent id', () => {
  place({ src: 'https://shop.example/app.js' }, false)
  place({ ...agent, 'data-tracker': 'auto' }, false)
  expect(read()).toMatchObject({ src, mode: 'auto' })
})

test('P18 an element that calls itself currentScript is not taken for the script', () => {
  place({ ...agent, 'data-tracker': 'auto' })
  const image = document.createElement('img')
  Object.defineProperty(document, 'currentScript', { value: image, configurable: true })
  expect(read()).toMatchObject({ src, mode: 'auto' })
})

test('bundled into another script, without a tag of its own, there is nothing to read', () => {
  place({ src: 'https://shop.example/app.js' }, false)
  expect(read()).toBeUndefined()
})
