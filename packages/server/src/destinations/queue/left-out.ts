/**
 * Segment's `integrations`, which the sender puts beside an event: `{"All": false}` is for nobody but who is named, `{"LivePerson": false}` for all
 * but that one. A destination goes by the name the team gave it, by what it is, and by its type, as written.
 */
export function isLeftOut(
  integrations: unknown,
  destination: { name: string; kind: { name: string; type: string } }
): boolean {
  if (typeof integrations !== 'object' || integrations === null || Array.isArray(integrations)) return false
  const said = integrations as Record<string, unknown>
  const own = [destination.name, destination.kind.name, destination.kind.type].find(name => Object.hasOwn(said, name))
  return own === undefined ? said.All === false : said[own] === false
}
