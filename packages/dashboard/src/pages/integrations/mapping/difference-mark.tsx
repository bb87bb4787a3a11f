import type { MappingDifference } from '@foyer/protocol'

const words: Record<MappingDifference['is'], string> = { added: 'added', changed: 'changed', removed: 'taken out' }

/** That this is not as the preset has it. */
export function DifferenceMark({ is }: { is: MappingDifference['is'] | undefined }) {
  return is === undefined ? null : (
    <span
      title="Not as the preset has it"
      className="inline-flex h-5 shrink-0 items-center rounded-sm bg-info-soft px-1.5 text-xs text-info"
    >
      {words[is]}
    </span>
  )
}
