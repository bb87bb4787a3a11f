import { mkdirSync, writeFileSync } from 'node:fs'
import { pages } from './pages.ts'

// npm run docs:destinations. `pages.test.ts` says when it is needed.
for (const { path, text } of pages()) {
  mkdirSync(new URL('.', path), { recursive: true })
  writeFileSync(path, text)
}
