import type { CannedReply } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { CannedForm, CannedReplies } from '../../conversation/canned-replies.tsx'
import { cannedQuery } from '../../conversation/conversation-data.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'

/** The team's canned replies: the same for everybody, written where they are used. */
export function CannedDialog({ onClose }: { onClose: () => void }) {
  const replies = useQuery(cannedQuery)
  const [editing, setEditing] = useState<CannedReply | 'new' | null>(null)
  if (editing !== null)
    return (
      <CannedForm reply={editing === 'new' ? undefined : editing} onDone={() => setEditing(null)} onClose={onClose} />
    )
  const isEmpty = replies.data?.length === 0
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title="Canned replies"
      description={isEmpty ? undefined : 'Type / and the shortcut in a reply. Everybody of the team has the same ones.'}
      actions={
        <Button look="primary" icon={<Plus aria-hidden className="size-4" />} onClick={() => setEditing('new')}>
          New canned reply
        </Button>
      }
    >
      <CannedReplies onEdit={setEditing} />
    </Dialog>
  )
}
