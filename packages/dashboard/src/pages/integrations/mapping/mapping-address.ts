/** Which event is looked at, how the mapping is written, and which rule is open. The draft itself is not in the address. */
export type MappingAddress = { event?: string; view?: 'json' | 'preview'; rule?: number }

export function readMappingAddress(raw: Record<string, unknown>): MappingAddress {
  const { event, view } = raw
  const rule = /^\d{1,2}$/.test(String(raw.rule)) ? Number(raw.rule) : undefined
  return {
    ...(typeof event === 'string' && /^[\w -]{1,100}$/.test(event) ? { event } : {}),
    ...(view === 'json' || view === 'preview' ? { view } : {}),
    ...(rule === undefined ? {} : { rule })
  }
}
