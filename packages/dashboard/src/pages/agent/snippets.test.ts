import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { chatTag, frameworks, scriptTag, snippet } from './snippets.ts'

const values = { origin: 'https://foyer.example', agentId: `agt_${'0'.repeat(32)}` }

test('L1 the snippet has the documented form, with the right values', () => {
  expect(scriptTag(values)).toBe(
    `<script async src="https://foyer.example/v1.js" data-agent-id="${values.agentId}" data-tracker="auto"></script>`
  )
})

test('L9 the stub keeps early calls in order until the script is there', () => {
  const stub = /<script>([\s\S]*?)<\/script>/.exec(snippet(values))?.[1] ?? ''
  const window: Record<string, unknown> = {}
  const page = {
    window,
    get LiveLayer() {
      return window.LiveLayer
    }
  }
  runInNewContext(
    `${stub}; LiveLayer.track('early', { a: 1 }); LiveLayer.identify({ name: 'Jo' }); LiveLayer.chat.open('Hello'); ${stub}`,
    page
  )
  expect(JSON.parse(JSON.stringify(window.LiveLayer))).toEqual({
    q: [
      ['track', 'early', { a: 1 }],
      ['identify', { name: 'Jo' }]
    ],
    chat: { q: [['open', 'Hello']] }
  })
})

test('L17 the chat comes with the same tag, and every framework tab says how', () => {
  expect(chatTag(values)).toContain('data-tracker="auto" data-widget></script>')
  for (const { label, steps } of frameworks)
    expect(
      steps(values).some(step => step.title === 'Put the chat on the page' && step.code),
      label
    ).toBe(true)
})

test('every framework tab names this agent and this server', () => {
  for (const { label, steps } of frameworks) {
    const code = steps(values)
      .map(step => step.code)
      .join('\n')
    expect(code, label).toContain(values.agentId)
    expect(code, label).toContain(values.origin)
  }
})
