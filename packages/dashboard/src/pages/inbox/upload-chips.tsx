import type { Attachment } from '@foyer/protocol'
import { CircleAlert, FileText, LoaderCircle, RotateCw, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { bytesText } from '../../words/numbers.ts'
import { plainText } from '../../words/people.ts'
import { isPicture } from './attachments.ts'
import { attachmentAddress } from './inbox-data.ts'
import type { Upload } from './use-uploads.ts'

type Props = {
  conversation: string
  attachments: readonly Attachment[]
  uploads: readonly Upload[]
  onDrop: (key: string) => void
  onAgain: (key: string) => void
  onRemove: (id: string) => void
}

/** What goes with the message: arrived, on its way, or refused with the reason. */
export function UploadChips({ conversation, attachments, uploads, onDrop, onAgain, onRemove }: Props) {
  if (attachments.length === 0 && uploads.length === 0) return null
  return (
    <ul aria-label="Attachments" className="flex flex-wrap gap-2 px-3 pb-2">
      {attachments.map(attachment => (
        <Chip
          key={attachment.id}
          name={attachment.name}
          note={bytesText(attachment.bytes)}
          picture={isPicture(attachment) ? attachmentAddress(conversation, attachment) : undefined}
          icon={<FileText aria-hidden className="size-4 text-ink-faint" />}
          onRemove={() => onRemove(attachment.id)}
        />
      ))}
      {uploads.map(upload => (
        <Chip
          key={upload.key}
          name={upload.name}
          note={upload.fault ?? 'Uploading…'}
          isFailed={upload.state === 'failed'}
          picture={upload.preview}
          icon={
            upload.state === 'failed' ? (
              <CircleAlert aria-hidden className="size-4 shrink-0 text-danger" />
            ) : (
              <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin text-ink-faint" />
            )
          }
          onRemove={() => onDrop(upload.key)}
          onAgain={upload.state === 'failed' && !upload.isFinal ? () => onAgain(upload.key) : undefined}
        />
      ))}
    </ul>
  )
}

type ChipProps = {
  name: string
  note: string
  icon: ReactNode
  picture?: string | undefined
  isFailed?: boolean
  onRemove: () => void
  onAgain?: (() => void) | undefined
}

function Chip({ name, note, icon, picture, isFailed, onRemove, onAgain }: ChipProps) {
  const plain = plainText(name)
  return (
    <li
      className={classes(
        'flex max-w-full items-center gap-2 rounded-sm border bg-surface py-1 pr-1 pl-2 text-xs',
        isFailed ? 'border-danger' : 'border-line-strong'
      )}
    >
      {picture !== undefined && !isFailed ? (
        <img src={picture} alt="" className="size-7 shrink-0 rounded-sm object-cover" />
      ) : (
        icon
      )}
      <span className="min-w-0">
        <bdi className="block max-w-48 truncate">{plain}</bdi>
        <span role={isFailed ? 'alert' : undefined} className={isFailed ? 'text-danger' : 'text-ink-faint'}>
          {note}
        </span>
      </span>
      {onAgain && (
        <IconButton isSmall label={`Upload ${plain} again`} onClick={onAgain}>
          <RotateCw aria-hidden className="size-3.5" />
        </IconButton>
      )}
      <IconButton isSmall label={`Remove ${plain}`} onClick={onRemove}>
        <X aria-hidden className="size-3.5" />
      </IconButton>
    </li>
  )
}
