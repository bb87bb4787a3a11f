import { TriangleAlert } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { Dialog } from '../../ui/dialog.tsx'

type Props = { title: string; secret: string; description: string; doneLabel?: string; onDone: () => void }

/** Something that is shown once and never again: it does not vanish by a stray click or key. */
export function SecretOnce({ title, secret, description, doneLabel = 'I have kept it', onDone }: Props) {
  return (
    <Dialog
      isOpen
      isSticky
      onClose={onDone}
      title={title}
      description={description}
      actions={
        <Button look="primary" onClick={onDone}>
          {doneLabel}
        </Button>
      }
    >
      <div className="flex items-center gap-2 rounded-md border border-line bg-sunken p-2 pl-3">
        <code className="min-w-0 flex-1 font-mono text-xs break-all select-all">{secret}</code>
        <CopyButton text={secret} />
      </div>
      <p className="flex items-center gap-2 text-sm text-warning">
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
        It cannot be shown again.
      </p>
    </Dialog>
  )
}
