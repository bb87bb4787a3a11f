/** Only conversations with files need it. */
import css from './files.css?inline'

export { Chips } from './chips.tsx'
export { DropZone } from './drop-zone.tsx'
export { FileRow } from './file-row.tsx'
export { accepted, take } from './take-files.ts'
export { css }
