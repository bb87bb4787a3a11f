import { plainName } from '../text/plain-name.ts'
import { fill, type Words } from '../words/words.ts'
import { filePath } from './file-row.tsx'
import { Icon } from './icons.tsx'
import { sizeOf } from './sizes.ts'

/** The files that will go with the message being written. */
export const Chips = ({
  files,
  words,
  locale,
  onRemove
}: {
  files: readonly File[]
  words: Words
  locale: string
  onRemove: (file: File) => void
}) => (
  <ul class="chips">
    {files.map(file => (
      <li>
        <Icon path={filePath} size={15} />
        <span dir="auto">{plainName(file.name)}</span>
        <span class="file-size">{sizeOf(locale, file.size)}</span>
        <button
          type="button"
          aria-label={fill(words.remove, { name: plainName(file.name) })}
          onClick={() => onRemove(file)}
        >
          <Icon name="close" size={13} />
        </button>
      </li>
    ))}
  </ul>
)
