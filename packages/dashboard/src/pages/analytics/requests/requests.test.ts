import { expect, test } from 'vitest'
import { filterOf, readRequestsAddress } from './requests-address.ts'

test('whoever opens the address of the request log sees the same requests, in the same way', () => {
  const whole = {
    span: '7d',
    ip: '81.2.69.0/24',
    endpoint: 'POST /api/visitors/identify',
    status: '4xx',
    source: 'widget',
    country: 'PT',
    visitor: `vis_${'a'.repeat(32)}`,
    conversation: `cnv_${'b'.repeat(32)}`,
    search: 'Firefox',
    live: 'off',
    open: 'req_1'
  }
  expect(readRequestsAddress(whole)).toEqual(whole)
  // Neither how long nor which one is open narrows what an export or a saved report asks for.
  const { span: _span, live: _live, open: _open, ...narrowing } = whole
  expect(filterOf(readRequestsAddress(whole))).toEqual(narrowing)
})

test('what means nothing in an address is left out', () => {
  const odd = {
    span: '24h',
    ip: '',
    status: '9xx',
    source: 'x',
    country: 'pt',
    visitor: 'vis_1',
    live: 'on',
    open: 'x'
  }
  expect(readRequestsAddress(odd)).toEqual({})
})
