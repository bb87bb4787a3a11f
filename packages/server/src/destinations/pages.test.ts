import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { pages } from './pages.ts'

test.each(pages().map(page => [page.type, page] as const))(
  'the page of %s says what the code says (npm run docs:destinations writes it)',
  (_type, { path, text }) => {
    expect(existsSync(path) ? readFileSync(path, 'utf8') : 'no page').toBe(text)
  }
)
