import type { ApiKey } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api.ts'
import { queryClient } from '../../query-client.ts'
import { useCan } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty, Failure, FormFault, faultText, Loading, Skeleton } from '../../ui/states.tsx'
import { Ago } from '../../ui/time.tsx'
import { toast } from '../../ui/toasts.tsx'
import { CreateKey } from './create-key.tsx'
import { SettingsPage } from './settings-page.tsx'
import { Cell, Table } from './table.tsx'

const keysKey = ['keys']
const lookAgain = () => queryClient.invalidateQueries({ queryKey: keysKey })

export function KeysPage() {
  const mayWrite = useCan('keys:write')
  const [isCreating, setCreating] = useState(false)
  const [deleting, setDeleting] = useState<ApiKey | null>(null)
  const keys = useQuery({
    queryKey: keysKey,
    queryFn: ({ signal }) => api.get<{ items: ApiKey[] }>('/api/keys', { limit: 500 }, signal)
  })
  const create = mayWrite && (
    <Button look="primary" icon={<Plus aria-hidden className="size-4" />} onClick={() => setCreating(true)}>
      Make a key
    </Button>
  )
  return (
    <SettingsPage
      isWide
      title="API keys"
      lead="For your servers and scripts. Each key may do what its scopes say, and nothing else. Never put one into a page."
      actions={keys.data && keys.data.items.length > 0 && create}
    >
      {keys.isPending ? (
        <Loading what="keys" className="flex flex-col gap-2">
          <Skeleton className="h-11" />
          <Skeleton className="h-11" />
        </Loading>
      ) : keys.isError && !keys.data ? (
        <Failure fault={keys.error} what="The keys" onRetry={() => void keys.refetch()} />
      ) : keys.data.items.length === 0 ? (
        <Empty icon={<KeyRound aria-hidden className="size-5" />} title="No key yet" actions={create}>
          With a key, a server can send events for any visitor, import history, or read what the dashboard reads.
        </Empty>
      ) : (
        <Table
          label="API keys"
          columns={[
            { label: 'Key' },
            { label: 'May' },
            { label: 'Made', isSpare: true },
            { label: 'Last used', isSpare: true },
            { label: 'Actions', isHidden: true, isNumber: true }
          ]}
        >
          {keys.data.items.map(key => (
            <tr key={key.id}>
              <Cell className="py-1.5 sm:min-w-40">
                <span className="block font-medium">{key.name}</span>
                <code className="font-mono text-xs text-ink-faint">{key.hint}</code>
              </Cell>
              <Cell className="py-2 sm:min-w-56">
                <span className="flex flex-wrap gap-1">
                  {key.scopes.map(scope => (
                    <code key={scope} className="rounded-sm bg-pressed px-1.5 font-mono text-xs">
                      {scope}
                    </code>
                  ))}
                </span>
              </Cell>
              <Cell isSpare className="whitespace-nowrap text-ink-soft">
                <Ago at={key.createdAt} />
              </Cell>
              <Cell isSpare className="whitespace-nowrap text-ink-soft">
                {key.lastUsedAt ? <Ago at={key.lastUsedAt} /> : 'never'}
              </Cell>
              <Cell isNumber>
                {mayWrite && (
                  <Button
                    size="small"
                    look="danger"
                    aria-label={`Delete the key ${key.name}`}
                    onClick={() => setDeleting(key)}
                  >
                    Delete
                  </Button>
                )}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      {isCreating && <CreateKey onDone={lookAgain} onClose={() => setCreating(false)} />}
      {deleting && <DeleteKey apiKey={deleting} onClose={() => setDeleting(null)} />}
    </SettingsPage>
  )
}

function DeleteKey({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const deleting = useMutation({
    mutationFn: () => api.delete(`/api/keys/${apiKey.id}`),
    onSuccess: async () => {
      onClose()
      toast(`The key ${apiKey.name} was deleted`)
      await lookAgain()
    }
  })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Delete the key ${apiKey.name}?`}
      description="Whatever uses it is refused from now on. This cannot be taken back."
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" isBusy={deleting.isPending} onClick={() => deleting.mutate()}>
            {deleting.isPending ? 'Deleting…' : 'Delete'}
          </Button>
        </>
      }
    >
      <FormFault text={deleting.error ? faultText(deleting.error) : undefined} />
    </Dialog>
  )
}
