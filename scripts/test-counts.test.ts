import { expect, test } from 'vitest'
import { countsIn, filesAgain, lastLine, passedAgain, sum } from './test-counts.mjs'

const file = (name: string, status: string, tests: Record<string, string> = {}) => ({
  name,
  status,
  assertionResults: Object.entries(tests).map(([fullName, ended]) => ({ fullName, status: ended }))
})
const report = (passed: number, failed: number, files: ReturnType<typeof file>[] = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 1,
  testResults: files
})

test('tests are counted as they ended', () => {
  expect(countsIn(report(5, 2, [file('a', 'failed', { one: 'failed' })]), 1)).toEqual({
    passed: 5,
    failed: 2,
    skipped: 1
  })
})

test('a file that could not be loaded is a failure', () => {
  expect(countsIn(report(5, 0, [file('a', 'failed')]), 1).failed).toBe(1)
})

test('a run that failed without a failed test is a failure, and so is one that wrote nothing', () => {
  expect(countsIn(report(5, 0), 1).failed).toBe(1)
  expect(countsIn(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

test('of what failed, what passes on a second try is known by name; the rest stays failed', () => {
  const first = report(1, 2, [
    file('a', 'failed', { waits: 'failed', adds: 'failed', other: 'passed' }),
    file('b', 'passed', { waits: 'passed' })
  ])
  expect(filesAgain(first)).toEqual(['a'])
  const second = report(2, 1, [file('a', 'failed', { waits: 'passed', adds: 'failed', other: 'passed' })])
  expect(passedAgain(first, second)).toEqual(['a > waits'])
  expect(passedAgain(first, undefined)).toEqual([])
})

test('where many files fail nothing is tried again', () => {
  const many = ['a', 'b', 'c', 'd', 'e'].map(name => file(name, 'failed', { waits: 'failed' }))
  expect(filesAgain(report(0, 5, many))).toEqual([])
})

test('the last line sums all of them', () => {
  const all = [
    { passed: 5, failed: 0, skipped: 0 },
    { passed: 7, failed: 1, skipped: 2 }
  ]
  expect(lastLine(sum(all))).toBe('12 passed, 1 failed')
})
