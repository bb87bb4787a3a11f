/** What pino blanks wherever it turns up in a log line. */
export const redactedPaths = [
  'req.headers.authorization',
  'req.headers.cookie',
  '*.password',
  '*.token',
  '*.secret',
  '*.identitySecret',
  '*.key'
]
