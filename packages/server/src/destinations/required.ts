import type { Target } from '@foyer/protocol'
import type { Mapped } from './kind.ts'
import { whatIsLacking } from './mapping/lacking.ts'

/** The sentence for the first field that its target demands and the mapping did not fill. */
export const missingField = (mapped: readonly Mapped[], targets: Target[]): string | undefined =>
  whatIsLacking({ targets }, mapped)?.invalid
