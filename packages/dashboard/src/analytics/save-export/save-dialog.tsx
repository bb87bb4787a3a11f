import type { Dashboard, ReportKind, SavedRange, SavedReport } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../api.ts'
import { queryClient } from '../../query-client.ts'
import { useTimezone } from '../../session.ts'
import { dayIn } from '../../time/days.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { FormFault, fieldFault, formFault } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'
import { rangeLabel } from '../ranges.ts'
import { addTile, dashboardsQuery } from './saved-data.ts'

type Props = {
  kind: ReportKind
  question: Record<string, unknown>
  range: SavedRange
  suggestedName: string
  onClose: () => void
}

/** Keeps a question under a name, and puts it on a dashboard if there is one to put it on. */
export function SaveDialog({ kind, question, range, suggestedName, onClose }: Props) {
  const timezone = useTimezone()
  const [name, setName] = useState(suggestedName)
  const [dashboardId, setDashboard] = useState('')
  const dashboards = useQuery(dashboardsQuery)
  const save = useMutation({
    mutationFn: async () => {
      const report = await api.post<SavedReport>('/api/reports', { name, kind, range, question })
      const dashboard = dashboardId === '' ? undefined : await addTile(dashboardId, report.id)
      return { report, dashboard }
    },
    onSuccess: ({ report, dashboard }: { report: SavedReport; dashboard: Dashboard | undefined }) => {
      void queryClient.invalidateQueries({ queryKey: ['saved-reports'] })
      void queryClient.invalidateQueries({ queryKey: ['dashboards'] })
      toast(dashboard ? `${report.name} is on ${dashboard.name} now` : `${report.name} is saved`)
      onClose()
    }
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') save.mutate()
  }
  const today = dayIn(Date.now(), timezone)
  const time = rangeLabel(range, today)
  const others = dashboards.data?.items ?? []
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Save this report"
      description={
        'from' in range
          ? `Kept with its days: ${time}.`
          : `Kept with its time: “${time}” moves on and is always seen from the day it is opened.`
      }
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="save-report" look="primary" isBusy={save.isPending} disabled={name.trim() === ''}>
            Save report
          </Button>
        </>
      }
    >
      <form id="save-report" onSubmit={submit} className="flex flex-col gap-4">
        <FormFault text={formFault(save.error, ['name'])} />
        <Field label="Name" error={fieldFault(save.error, 'name')}>
          {state => (
            <Input {...state} maxLength={200} value={name} onChange={event => setName(event.target.value)} autoFocus />
          )}
        </Field>
        <Field
          label="Dashboard"
          hint={others.length === 0 ? 'Dashboards are made under Analytics, Dashboards.' : 'It is put at the end.'}
        >
          {state => (
            <Select {...state} value={dashboardId} onChange={event => setDashboard(event.target.value)}>
              <option value="">None</option>
              {others.map(dashboard => (
                <option key={dashboard.id} value={dashboard.id}>
                  {dashboard.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </form>
    </Dialog>
  )
}
