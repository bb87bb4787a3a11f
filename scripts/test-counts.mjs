/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ status: string, fullName: string }} TestResult
 * @typedef {{ name: string, status: string, assertionResults: TestResult[] }} FileResult
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, testResults: FileResult[] }} Report
 */

/**
 * What a run of vitest comes to. Whatever failed outside a test counts as one failure: a file that could not be loaded, a
 * server that did not start, an error nobody caught.
 * @param {Report | undefined} report vitest's JSON, if it came as far as writing it
 * @param {number} code what vitest ended with
 * @returns {Counts}
 */
export function countsIn(report, code) {
  const passed = report?.numPassedTests ?? 0
  const skipped = report?.numPendingTests ?? 0
  const notLoaded = report?.testResults.filter(file => file.status === 'failed' && file.assertionResults.length === 0)
  const failed = (report?.numFailedTests ?? 0) + (notLoaded?.length ?? 0)
  return { passed, skipped, failed: failed === 0 && code !== 0 ? 1 : failed }
}

/** More than this is no accident of the moment. */
const mostAgain = 4

/**
 * The files that are worth a second try, alone: a few in which single tests failed.
 * @param {Report | undefined} report
 * @returns {string[]}
 */
export function filesAgain(report) {
  const failed = (report?.testResults ?? []).filter(file => file.status === 'failed')
  return failed.length <= mostAgain ? failed.map(file => file.name) : []
}

/**
 * The tests that failed first and passed on the second try.
 * @param {Report | undefined} first
 * @param {Report | undefined} second
 * @returns {string[]}
 */
export function passedAgain(first, second) {
  const passed = new Set(testsOf(second, 'passed'))
  return testsOf(first, 'failed').filter(name => passed.has(name))
}

/**
 * @param {Report | undefined} report
 * @param {string} status
 */
const testsOf = (report, status) =>
  (report?.testResults ?? []).flatMap(file =>
    file.assertionResults.filter(test => test.status === status).map(test => `${file.name} > ${test.fullName}`)
  )

/** @param {Counts[]} all */
export const sum = all =>
  all.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped
    }),
    { passed: 0, failed: 0, skipped: 0 }
  )

/** @param {Counts} counts */
export const lastLine = ({ passed, failed }) => `${passed} passed, ${failed} failed`
