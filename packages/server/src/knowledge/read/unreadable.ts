/** What was given cannot be read; its message is the sentence the team is told. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError'
}
