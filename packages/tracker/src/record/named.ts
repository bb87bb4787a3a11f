/**
 * `identify('u_42', { plan })`, `page('Home', { section })` and `group('acme', { seats })`, as analytics.js has them: what is no object is
 * the property that the call is named after.
 */
export const named = (key: string, given: unknown, more: unknown): Record<string, unknown> => ({
  ...(more as object),
  ...(typeof given === 'object' ? given : { [key]: given })
})
