import { defineConfig } from 'vitest/config'

// Three kinds of test, told apart by name: *.test.ts needs nothing, *.wire.test.ts drives a real server on real stores,
// e2e/*.spec.ts drives a real Chromium against it.

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
