import { expect, test } from 'vitest'
import { type Signal, type State, steps } from './queue-state.ts'

const states = Object.keys(steps) as State[]
const signals = (state: State) => Object.keys(steps[state]) as Signal[]

test('every state can be reached from resting, and from every state the queue can be stopped', () => {
  const reached = new Set<State>(['resting'])
  for (const state of reached) for (const signal of signals(state)) reached.add(steps[state][signal]?.[0] ?? state)
  expect([...reached].sort()).toEqual([...states].sort())
  for (const state of states) if (state !== 'stopped') expect(steps[state].stop).toEqual(['stopped', 'halt'])
})

test('nothing leads out of stopped', () => {
  expect(steps.stopped).toEqual({})
})

test('only what is under way can be settled, discarded or renewed', () => {
  for (const state of states)
    for (const signal of signals(state)) {
      const action = steps[state][signal]?.[1]
      if (action === 'settle' || action === 'discard') expect(state).toMatch(/^(re)?sending$/)
      if (action === 'renew') expect(state).toBe('sending')
    }
})

test('a token is renewed once: refused again, the batch is given up', () => {
  expect(steps.sending.denied?.[0]).toBe('renewing')
  expect(steps.renewing.known?.[0]).toBe('resending')
  expect(steps.resending.denied).toEqual(['resting', 'discard'])
})

test('a state that waits for an answer does not end before it: nothing but the answer and stop moves it', () => {
  const answers: Signal[] = ['known', 'sent', 'failed', 'told', 'refused', 'denied', 'stop']
  for (const state of ['identifying', 'sending', 'renewing', 'resending'] as const)
    for (const signal of signals(state)) if (!answers.includes(signal)) expect(steps[state][signal]?.[0]).toBe(state)
})
