import { expect, test } from 'vitest'
import { createPasswords } from './passwords.ts'

const passwords = createPasswords()

test('a password is kept as an Argon2id hash that only it matches', async () => {
  const hash = await passwords.hash('correct horse battery')
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await passwords.matches('correct horse battery', hash)).toBe(true)
  expect(await passwords.matches('correct horse batterx', hash)).toBe(false)
  expect(await passwords.hash('correct horse battery')).not.toBe(hash)
})

test('nobody has no password, not even the one that is compared in their place', async () => {
  expect(await passwords.matches('nobody signs in with this', null)).toBe(false)
  expect(await passwords.matches('', null)).toBe(false)
})

test('a crowd at the door waits its turn, and beyond sixty is asked to come back', async () => {
  const hash = await passwords.hash('x')
  const answers = await Promise.allSettled(Array.from({ length: 80 }, () => passwords.matches('x', hash)))
  expect(answers.filter(answer => answer.status === 'fulfilled')).toHaveLength(63)
  expect(answers.find(answer => answer.status === 'rejected')?.reason).toMatchObject({
    code: 'store_behind',
    retryAfterSeconds: 3
  })
  expect(await passwords.matches('x', hash)).toBe(true)
})
