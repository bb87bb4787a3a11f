import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorStatus } from '@foyer/protocol'
import Fastify from 'fastify'
import { describe, expect, test } from 'vitest'
import { AppError, installHttp, serverOptions } from './index.ts'

async function answerTo(thrown: unknown) {
  const app = Fastify(serverOptions)
  installHttp(app, { authenticate: async () => null, publicUrl: 'http://127.0.0.1:4000', trustedProxies: [] })
  app.get('/api/it', { config: { access: 'public' } }, async () => {
    throw thrown
  })
  const answer = await app.inject('/api/it')
  return {
    status: answer.statusCode,
    text: answer.body,
    error: answer.json().error,
    retryAfter: answer.headers['retry-after']
  }
}

const failure = (code: string, more: object = {}) =>
  Object.assign(new Error(`secret detail of ${code}`), { code, ...more })

describe('a failure that nobody foresaw', () => {
  for (const thrown of [
    new Error('secret'),
    new TypeError('secret'),
    'secret',
    { secret: 1 },
    failure('42P01'),
    failure('23505'),
    failure('ENOENT', { syscall: 'open' })
  ])
    test(`${String(thrown)} answers 500 and tells nothing of itself`, async () => {
      const answer = await answerTo(thrown)
      expect(answer).toMatchObject({
        status: 500,
        error: { code: 'internal', requestId: expect.stringMatching(/^req_/) }
      })
      expect(answer.text).not.toMatch(/secret|stack|errors\.test/)
    })
})

describe('a store that does not answer', () => {
  const codes = [
    'ECONNREFUSED',
    'ECONNRESET',
    'CONNECTION_CLOSED',
    'CONNECT_TIMEOUT',
    '08006',
    '53300',
    '53100',
    '57014',
    '57P01',
    '57P03',
    '40001',
    '40P01'
  ]
  for (const thrown of [...codes.map(code => failure(code)), failure('ENOENT', { syscall: 'connect' })])
    test(`${thrown.code} asks the caller to come back`, async () => {
      const answer = await answerTo(thrown)
      expect(answer).toMatchObject({ status: 503, error: { code: 'store_behind' }, retryAfter: '2' })
      expect(answer.text).not.toContain('secret')
    })
})

test('a value the store refuses is the fault of the request', async () => {
  for (const code of ['22003', '22008', '22021', '22P02', '22P05'])
    expect(await answerTo(failure(code))).toMatchObject({ status: 422, error: { code: 'invalid' } })
})

test('every code answers with its status, its field and its wait', async () => {
  for (const [code, status] of Object.entries(errorStatus)) {
    const answer = await answerTo(
      new AppError(code as keyof typeof errorStatus, 'Do this.', { field: 'a.b', retryAfterSeconds: 0.2 })
    )
    expect(answer).toMatchObject({ status, error: { code, message: 'Do this.', field: 'a.b' }, retryAfter: '1' })
  }
})

test('docs/errors.md lists exactly the codes and statuses there are', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../docs/errors.md'), 'utf8')
  const listed = [...text.matchAll(/^\| `(\w+)` \| (\d{3}) \|/gm)].map(([, code, status]) => [code, Number(status)])
  expect(Object.fromEntries(listed)).toEqual(errorStatus)
})
