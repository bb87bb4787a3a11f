const named = {
  source: 'utm_source',
  medium: 'utm_medium',
  name: 'utm_campaign',
  term: 'utm_term',
  content: 'utm_content'
}

/** The campaign a URL was tagged with; undefined when with none. */
export const campaignOf = (url: string): Record<string, string> | undefined => {
  const query = new URL(url).searchParams
  const found = Object.entries(named)
    .map(([key, parameter]) => [key, query.get(parameter)?.slice(0, 200)])
    .filter(([, value]) => value)
  return found.length ? Object.fromEntries(found) : undefined
}
