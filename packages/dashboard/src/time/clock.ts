/**
 * The server's time as this page knows it. A visitor's "42 s on this page" is counted from the server's clock, and the
 * member's own may be minutes off.
 */
let offsetMs = 0

/** The Date header has whole seconds, so smaller differences than this say nothing. */
const noticeableMs = 2_500

export function noteServerDate(header: string | null, now = Date.now()): void {
  const told = header === null ? Number.NaN : Date.parse(header)
  if (Number.isNaN(told)) return
  const difference = told + 500 - now
  offsetMs = Math.abs(difference) > noticeableMs ? difference : 0
}

export const serverNow = (now = Date.now()): number => now + offsetMs
