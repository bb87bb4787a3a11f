import { expect, test } from 'vitest'
import { createPrintTaker } from './print-taker.ts'

function clock() {
  const waits: { work: () => void; ms: number }[] = []
  return {
    waits,
    later(work: () => void, ms: number) {
      waits.push({ work, ms })
      return () => undefined
    }
  }
}

test('L7 the print is taken once', async () => {
  let taken = 0
  const prints = createPrintTaker(async () => ({ takePrint: async () => `5.2:${++taken}` }), clock().later)
  expect(await prints.take()).toBe('5.2:1')
  expect(await prints.take()).toBe('5.2:1')
})

test('L7 blocked or broken, there is no print and nobody waits', async () => {
  const blocked = createPrintTaker(() => Promise.reject(new Error('blocked')), clock().later)
  expect(await blocked.take()).toBeUndefined()
  const broken = createPrintTaker(async () => ({ takePrint: () => Promise.reject(new Error('broken')) }), clock().later)
  expect(await broken.take()).toBeUndefined()
})

test('L7 after a second and a half it is given up', async () => {
  const { waits, later } = clock()
  const prints = createPrintTaker(() => new Promise(() => undefined), later)
  const print = prints.take()
  expect(waits[0]?.ms).toBe(1500)
  waits[0]?.work()
  expect(await print).toBeUndefined()
})

test('L5 a page being left does not wait for it', async () => {
  const prints = createPrintTaker(() => new Promise(() => undefined), clock().later)
  const print = prints.take()
  prints.hurry()
  expect(await print).toBeUndefined()
})
