import { defineConfig } from 'vitest/config'

// Three kinds of test, told apart by name: *.test.ts needs nothing, *.wire.test.ts drives a real server on real stores,
// e2e/*.spec.ts drives a real Chromium against it.
// At home no test is tried a second time. In CI what drives servers and browsers has failed when it fails twice: of 2 160 tests in the
// last whole run two were red once and green alone, and neither is explained yet.
const retry = process.env.CI ? 1 : 0

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.{ts,tsx}', 'demo/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/*.wire.test.ts', '**/node_modules/**'],
          testTimeout: 10_000
        }
      },
      {
        test: {
          name: 'wire',
          retry,
          include: ['packages/server/{src,test}/**/*.wire.test.ts', 'scripts/**/*.wire.test.ts'],
          globalSetup: ['packages/server/test/start.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2
        }
      },
      {
        test: {
          name: 'browser',
          retry,
          include: ['e2e/**/*.spec.ts'],
          globalSetup: ['packages/server/test/start.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 1
        }
      }
    ]
  }
})
