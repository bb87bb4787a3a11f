/** `Order {{properties.order_id}}` as texts and paths in turn. What opens and never closes stays text. */
export function templateParts(template: string): { text: string; path?: string }[] {
  const parts: { text: string; path?: string }[] = []
  let at = 0
  while (at < template.length) {
    const open = template.indexOf('{{', at)
    const close = open === -1 ? -1 : template.indexOf('}}', open)
    if (close === -1) break
    parts.push({ text: template.slice(at, open), path: template.slice(open + 2, close).trim() })
    at = close + 2
  }
  return at < template.length ? [...parts, { text: template.slice(at) }] : parts
}
