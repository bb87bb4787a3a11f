import type { ReportKind, SavedRange } from '@foyer/protocol'
import { Bookmark } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useCan } from '../../session.ts'
import { lazyPage } from '../../shell/lazy-page.tsx'
import { Button } from '../../ui/button.tsx'
import { useAsked } from '../use-asked.ts'
import { ExportMenu } from './export-menu.tsx'

const SaveDialog = lazyPage(() => import('./save-dialog.tsx'), 'SaveDialog')

type Props = {
  kind: ReportKind
  /** As it is asked; its time is taken from the page's range. */
  question: Record<string, unknown>
  /** What somebody would call this report. */
  name: string
  /** Of a page with a time of its own: the time it is saved with, and the one that is exported. */
  time?: { range: SavedRange; from: string }
}

/** In the head of a report: keep the question, and take the answer along. */
export function SaveExport({ kind, question, name, time }: Props) {
  const asked = useAsked()
  const range = time?.range ?? asked.range
  const days = time ? { from: time.from } : asked.days
  const maySave = useCan('analytics:write')
  const [isSaving, setSaving] = useState(false)
  const { from: _from, to: _to, ...timeless } = question
  return (
    <>
      {maySave && (
        <Button icon={<Bookmark aria-hidden className="size-4 text-ink-soft" />} onClick={() => setSaving(true)}>
          Save
        </Button>
      )}
      <ExportMenu kind={kind} question={{ ...timeless, ...days }} name={name} />
      <Suspense>
        {isSaving && (
          <SaveDialog
            kind={kind}
            question={timeless}
            range={range}
            suggestedName={name}
            onClose={() => setSaving(false)}
          />
        )}
      </Suspense>
    </>
  )
}
