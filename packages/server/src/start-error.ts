/** Why Foyer cannot start, as one sentence for the person who started it. Anything else thrown at start is a bug and keeps its stack. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
