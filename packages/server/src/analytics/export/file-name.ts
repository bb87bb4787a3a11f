import type { ExportFormat } from '@foyer/protocol'
import { dayAt, type Span } from '../language/moments.ts'

const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .toLowerCase()

/** `Content-Disposition` of `orders-points-2026-11-01-to-2026-11-26.csv`: which report, which table and which days, without a character a shell or a header minds. */
export function disposition(
  parts: { name: string | undefined; kind: string; table: string },
  { fromMs, toMs, timezone }: Span,
  format: ExportFormat
): string {
  const from = dayAt(fromMs, timezone)
  const to = dayAt(toMs - 1, timezone)
  const what = [
    plain(parts.name ?? '') || plain(parts.kind),
    ...(parts.table === parts.kind ? [] : [plain(parts.table)])
  ]
  const days = from === to ? [from] : [from, 'to', to]
  return `attachment; filename="${[...what, ...days].join('-')}.${format}"`
}
