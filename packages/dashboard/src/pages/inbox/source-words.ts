/** Where a conversation came from, as the team says it. An integration is called what its key called it. */
export const sourceName = (source: string): string =>
  source === 'api' ? 'API' : source.charAt(0).toUpperCase() + source.slice(1)
