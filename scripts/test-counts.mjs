/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ status: string, assertionResults: unknown[] }} FileResult
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
