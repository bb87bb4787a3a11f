import type { Attachment } from '@foyer/protocol'
import { Download, FileText } from 'lucide-react'
import { useState } from 'react'
import { bytesText } from '../../words/numbers.ts'
import { plainText } from '../../words/people.ts'
import { isPicture } from './attachments.ts'
import { attachmentAddress } from './inbox-data.ts'

type Props = { conversation: string; attachment: Attachment }

/** A picture is shown, anything can be saved. The address is this site's own, so the browser sends who is asking. */
export function AttachmentView({ conversation, attachment }: Props) {
  const [isBroken, setBroken] = useState(false)
  const name = plainText(attachment.name)
  const href = attachmentAddress(conversation, attachment)
  const size = bytesText(attachment.bytes)
  if (isPicture(attachment) && !isBroken)
    return (
      <a
        href={href}
        download={name}
        title={`Save ${name} (${size})`}
        className="block w-fit overflow-hidden rounded-sm"
      >
        <img
          src={href}
          alt={name}
          loading="lazy"
          onError={() => setBroken(true)}
          className="h-44 max-w-full rounded-sm border border-line bg-sunken object-contain"
        />
      </a>
    )
  return (
    <a
      href={href}
      download={name}
      title={`Save ${name}`}
      className="flex w-fit max-w-full items-center gap-2.5 rounded-sm border border-line bg-surface px-2.5 py-2 text-sm text-ink transition-colors hover:border-line-strong"
    >
      <FileText aria-hidden className="size-4 shrink-0 text-ink-faint" />
      <bdi className="min-w-0 truncate">{name}</bdi>
      <span className="shrink-0 text-xs text-ink-faint">{size}</span>
      <Download aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
    </a>
  )
}
