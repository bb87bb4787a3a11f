import { expect, test } from 'vitest'
import { openStore } from './storage.ts'

function diskOf(kept: Record<string, string>, isFull = () => false): Storage {
  const methods = {
    getItem: (name: string) => kept[name] ?? null,
    removeItem: (name: string) => {
      delete kept[name]
    },
    setItem(name: string, text: string) {
      if (isFull()) throw new Error('QuotaExceededError')
      kept[name] = text
    }
  }
  // As in a browser: the keys of a Storage are what is stored, not its methods.
  return new Proxy(kept, {
    get: (_target, key) => methods[key as keyof typeof methods]
  }) as unknown as Storage
}

test('L7 everything is stored under one prefix, and clearing takes away that and nothing else', () => {
  const kept: Record<string, string> = { theirs: 'stays' }
  const store = openStore(() => diskOf(kept))
  store.setText('id', 'abc')
  store.write('session', { at: 1 })
  expect(kept).toEqual({ theirs: 'stays', ll_id: 'abc', ll_session: '{"at":1}' })
  expect(store.names()).toEqual(['id', 'session'])
  store.clear()
  expect(kept).toEqual({ theirs: 'stays' })
})

test('L7 blocked storage is replaced by memory', () => {
  const store = openStore(() => {
    throw new Error('SecurityError: the user has blocked site data')
  })
  store.setText('id', 'abc')
  expect(store.text('id')).toBe('abc')
  expect(store.names()).toEqual(['id'])
  expect(store.onDisk('id')).toBe(false)
  store.remove('id')
  expect(store.text('id')).toBeNull()
})

test('L7 storage that only pretends to store is replaced by memory', () => {
  const store = openStore(() => new Proxy({} as Storage, { get: () => () => null }))
  store.setText('id', 'abc')
  expect(store.text('id')).toBe('abc')
  expect(store.onDisk('id')).toBe(false)
})

test('a full disk keeps its older value, and what is newer is read from memory', () => {
  const kept: Record<string, string> = {}
  let isFull = false
  const store = openStore(() => diskOf(kept, () => isFull))
  store.setText('queue', 'older')
  isFull = true
  store.setText('queue', 'newer')
  expect(store.text('queue')).toBe('newer')
  expect(kept).toEqual({ ll_queue: 'older' })
  expect(store.onDisk('queue')).toBe(false)
  isFull = false
  store.setText('queue', 'newest')
  expect(kept).toEqual({ ll_queue: 'newest' })
  expect(store.onDisk('queue')).toBe(true)
})

test('a closed store is empty and takes nothing in, from nobody', () => {
  const kept: Record<string, string> = { ll_id: 'abc' }
  const store = openStore(() => diskOf(kept))
  store.close()
  store.setText('id', 'def')
  store.write('session', {})
  expect([kept, store.text('id')]).toEqual([{}, null])
})

test('what somebody else has scribbled over reads as nothing', () => {
  const store = openStore(() => diskOf({ ll_session: '{"at":', ll_who: 'null' }))
  expect(store.read('session')).toBeUndefined()
  expect(store.read('who')).toBeUndefined()
})
