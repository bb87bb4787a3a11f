import type { Agent, AgentLook } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../../api.ts'
import { queryClient } from '../../../query-client.ts'
import { useCan } from '../../../session.ts'
import { Button } from '../../../ui/button.tsx'
import { FormFault, faultText } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { useUnsaved } from '../../../ui/unsaved.tsx'
import { agentQuery } from '../../agents/agents-data.ts'
import { useAgent } from '../agent-shown.ts'
import { changedSettings, changeOf, changesText, wornLook } from './changes.ts'
import { HoursFields } from './hours-fields.tsx'
import { AskFields, FaceFields, WordFields } from './look-fields.tsx'
import { LookPreview } from './look-preview.tsx'

export function LookPage() {
  const agent = useAgent()
  return <LookForm key={agent.id} agent={agent} />
}

function LookForm({ agent }: { agent: Agent }) {
  const mayWrite = useCan('agents:write')
  const [drawn, setDrawn] = useState<AgentLook>(agent.look)
  const changed = changedSettings(agent.look, drawn)
  const unsaved = useUnsaved(changed.length > 0)
  const saving = useMutation({
    mutationFn: () => api.patch<Agent>(`/api/agents/${agent.id}`, { look: changeOf(agent.look, drawn) }),
    onSuccess: kept => {
      toast(`Saved: ${changesText(changed)}. Pages show it within a minute.`)
      queryClient.setQueryData(agentQuery(agent.id).queryKey, kept)
      setDrawn(kept.look)
    }
  })
  const set = (more: Partial<AgentLook>) => {
    saving.reset()
    setDrawn(before => ({ ...before, ...more }))
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (changed.length > 0 && !saving.isPending) saving.mutate()
  }
  const fields = { look: drawn, set, fault: saving.error }
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto lg:flex-row lg:overflow-hidden">
      <form onSubmit={save} className="flex flex-col lg:min-h-0 lg:flex-1" aria-label="Look of the widget">
        <fieldset
          disabled={!mayWrite}
          className="mx-auto flex w-full max-w-2xl min-w-0 flex-1 flex-col gap-10 px-4 py-6 md:px-6 md:py-8 lg:min-h-0 lg:overflow-y-auto"
        >
          <FaceFields {...fields} />
          <WordFields {...fields} />
          <HoursFields {...fields} />
          <AskFields {...fields} />
        </fieldset>
        {(changed.length > 0 || saving.error) && (
          <div className="sticky bottom-0 flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line bg-surface px-4 py-3 md:px-6">
            <p className="min-w-0 flex-1 text-sm text-ink-soft" role="status">
              Changed: {changesText(changed)}.
            </p>
            <FormFault text={saving.error ? faultText(saving.error) : undefined} />
            <div className="flex gap-2">
              <Button onClick={() => setDrawn(agent.look)} disabled={saving.isPending}>
                Discard
              </Button>
              <Button type="submit" look="primary" isBusy={saving.isPending}>
                {saving.isPending ? 'Saving…' : 'Save'}
              </Button>
            </div>
          </div>
        )}
      </form>
      <LookPreview look={wornLook(drawn)} />
      {unsaved.question}
    </div>
  )
}
