import { expect, test } from 'vitest'
import { readOrigins } from './origins.ts'

test('what people type or paste becomes an origin', () => {
  expect(readOrigins('shop.example/cart?x=1\n https://Shop.example , http://localhost:3000/')).toEqual([
    'https://shop.example',
    'http://localhost:3000'
  ])
  expect(readOrigins('localhost:5173 127.0.0.1:8080')).toEqual(['http://localhost:5173', 'http://127.0.0.1:8080'])
})

test('stars stay stars', () => {
  expect(readOrigins('*  https://*.shop.example/x')).toEqual(['*', 'https://*.shop.example'])
})

test('what cannot be read is left for the server to explain', () => {
  expect(readOrigins('ftp://files.example')).toEqual(['ftp://files.example'])
  expect(readOrigins(' \n ')).toEqual([])
})
