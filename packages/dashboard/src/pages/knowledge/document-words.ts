import type { Document } from '@foyer/protocol'
import { counted } from '../../words/numbers.ts'

export const documentKindNames: Record<Document['kind'], string> = {
  text: 'Text',
  markdown: 'Markdown',
  html: 'HTML',
  pdf: 'PDF'
}

/** "12 passages", "being read", "could not be read". */
export const statusText = ({ status, passages }: Pick<Document, 'status' | 'passages'>): string =>
  status === 'ready' ? counted(passages, 'passage') : status === 'reading' ? 'being read' : 'could not be read'
