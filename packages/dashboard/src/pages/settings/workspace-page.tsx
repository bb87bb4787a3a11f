import type { Workspace } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../api.ts'
import { queryClient } from '../../query-client.ts'
import { sessionQuery, useCan } from '../../session.ts'
import { clockTime } from '../../time/relative.ts'
import { useNow } from '../../time/use-now.ts'
import { Field, Input } from '../../ui/field.tsx'
import { Failure, FormFault, fieldFault, formFault, Loading, Skeleton } from '../../ui/states.tsx'
import { TimezoneSelect } from '../../ui/timezone-select.tsx'
import { toast } from '../../ui/toasts.tsx'
import { NumberSetting, SaveSettings } from './save-settings.tsx'
import { SettingsPage } from './settings-page.tsx'

const workspaceKey = ['workspace']

export function WorkspacePage() {
  const workspace = useQuery({
    queryKey: workspaceKey,
    queryFn: ({ signal }) => api.get<Workspace>('/api/workspace', undefined, signal)
  })
  return (
    <SettingsPage title="Workspace" lead="What all your sites, visitors and members share.">
      {workspace.isPending ? (
        <Loading what="the workspace" className="flex flex-col gap-5">
          <Skeleton className="h-14" />
          <Skeleton className="h-14" />
          <Skeleton className="h-14" />
        </Loading>
      ) : workspace.isError && !workspace.data ? (
        <Failure fault={workspace.error} what="The workspace" onRetry={() => void workspace.refetch()} />
      ) : (
        <WorkspaceForm key={workspace.data.id} workspace={workspace.data} />
      )}
    </SettingsPage>
  )
}

const fields = ['name', 'timezone', 'retentionDays']

function WorkspaceForm({ workspace }: { workspace: Workspace }) {
  const mayWrite = useCan('workspace:write')
  const now = useNow(15_000)
  const [name, setName] = useState(workspace.name)
  const [timezone, setTimezone] = useState(workspace.timezone)
  const [retention, setRetention] = useState(String(workspace.retentionDays))
  const saving = useMutation({
    mutationFn: () =>
      api.patch<Workspace>('/api/workspace', { name: name.trim(), timezone, retentionDays: Number(retention) }),
    onSuccess: async changed => {
      queryClient.setQueryData(workspaceKey, changed)
      queryClient.setQueryData(sessionQuery.queryKey, current =>
        current?.state === 'signed-in' ? { ...current, workspace: changed } : current
      )
      toast('Saved')
    }
  })
  const isShorter = Number(retention) < workspace.retentionDays
  const isChanged =
    name.trim() !== workspace.name || timezone !== workspace.timezone || Number(retention) !== workspace.retentionDays
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!saving.isPending) saving.mutate()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <FormFault text={formFault(saving.error, fields)} />
      <Field label="Name" error={fieldFault(saving.error, 'name')}>
        {state => (
          <Input
            {...state}
            required
            maxLength={200}
            disabled={!mayWrite}
            value={name}
            onChange={event => setName(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Timezone"
        hint={`Every time and every day in Foyer is shown in it. It is ${clockTime(now, timezone)} there now.`}
        error={fieldFault(saving.error, 'timezone')}
      >
        {state => (
          <TimezoneSelect
            {...state}
            disabled={!mayWrite}
            value={timezone}
            onChange={event => setTimezone(event.target.value)}
          />
        )}
      </Field>
      <NumberSetting
        label="Retention, in days"
        hint="Events older than this are neither accepted nor kept."
        error={fieldFault(saving.error, 'retentionDays')}
        most={3_650}
        isDisabled={!mayWrite}
        value={retention}
        onChange={setRetention}
      />
      {isShorter && retention !== '' && (
        <p role="status" className="rounded-sm bg-warning-soft px-3 py-2 text-sm text-warning">
          Events older than {retention} days will be deleted for good.
        </p>
      )}
      <SaveSettings mayWrite={mayWrite} isBusy={saving.isPending} isChanged={isChanged} />
    </form>
  )
}
