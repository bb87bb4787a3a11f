/** What the page keeps in its address: what is listed, the question tried, and the form that is open. */
export type KnowledgeAddress = {
  search?: string
  status?: 'reading' | 'failed'
  q?: string
  add?: 'text' | 'site'
}

export function readKnowledgeAddress(raw: Record<string, unknown>): KnowledgeAddress {
  const told: KnowledgeAddress = {
    search: word(raw.search, 200),
    status: raw.status === 'reading' || raw.status === 'failed' ? raw.status : undefined,
    q: word(raw.q, 500),
    add: raw.add === 'text' || raw.add === 'site' ? raw.add : undefined
  }
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined))
}

const word = (value: unknown, longest: number): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.slice(0, longest) : undefined
