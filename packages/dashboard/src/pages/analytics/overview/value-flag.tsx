import { Flag } from '../../../ui/marks.tsx'
import { isCountryCode } from '../../../words/countries.ts'
import type { Dimension } from './lists.ts'

export function ValueFlag({ dimension, value, country }: { dimension: Dimension; value: string; country?: string }) {
  const code = dimension === 'country' ? value : country
  return code !== undefined && isCountryCode(code) ? <Flag code={code} /> : null
}
