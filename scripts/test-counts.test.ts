import { expect, test } from 'vitest'
import { countsIn, lastLine, sum } from './test-counts.mjs'

const report = (passed: number, failed: number, files: { status: string; assertionResults: unknown[] }[] = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 1,
  testResults: files
})

test('tests are counted as they ended', () => {
  expect(countsIn(report(5, 2, [{ status: 'failed', assertionResults: [{}] }]), 1)).toEqual({
    passed: 5,
    failed: 2,
    skipped: 1
  })
})

test('a file that could not be loaded is a failure', () => {
  expect(countsIn(report(5, 0, [{ status: 'failed', assertionResults: [] }]), 1).failed).toBe(1)
})

test('a run that failed without a failed test is a failure, and so is one that wrote nothing', () => {
  expect(countsIn(report(5, 0), 1).failed).toBe(1)
  expect(countsIn(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

test('the last line sums all of them', () => {
  const all = [
    { passed: 5, failed: 0, skipped: 0 },
    { passed: 7, failed: 1, skipped: 2 }
  ]
  expect(lastLine(sum(all))).toBe('12 passed, 1 failed')
})
