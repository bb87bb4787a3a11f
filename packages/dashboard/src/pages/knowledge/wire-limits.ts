import type { knowledgeLimits as Limits } from '@foyer/protocol'

// The wire's own numbers, held equal by the compiler and a test: imported as values they would bring the protocol's schemas along.
export const knowledgeLimits: typeof Limits = {
  titleChars: 300,
  textChars: 2_000_000,
  uploadBytes: 20_971_520,
  pagesPerCrawl: 2_000
}
