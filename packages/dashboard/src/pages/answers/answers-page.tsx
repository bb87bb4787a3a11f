import type { ResponderSettings } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { queryClient } from '../../query-client.ts'
import { useCan } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Section } from '../../ui/page.tsx'
import { Failure, FormFault, faultText, Loading, Skeleton } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'
import { useUnsaved } from '../../ui/unsaved.tsx'
import { useAgent } from '../agent/agent-shown.ts'
import { changeResponder, checkResponder, responderQuery } from './answers-data.ts'
import { type AnswersForm, changeOf, faultsOf, formOf } from './answers-form.ts'
import { isOfField } from './field-fault.ts'
import { HandOver } from './hand-over.tsx'
import { KindChoice } from './kind-choice.tsx'
import { KindSettings } from './kind-settings.tsx'
import { Named } from './named.tsx'
import { Usage } from './usage.tsx'

export function AnswersPage() {
  const agent = useAgent()
  const responder = useQuery(responderQuery(agent.id))
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      {responder.isPending ? (
        <Loading what="who answers" className="mx-auto flex w-full max-w-3xl flex-col gap-4 px-4 py-6 md:px-6 md:py-8">
          <Skeleton className="h-5 w-40" />
          <Skeleton className="h-40" />
          <Skeleton className="h-32" />
        </Loading>
      ) : responder.isError && !responder.data ? (
        <Failure fault={responder.error} what="Who answers" onRetry={() => void responder.refetch()} />
      ) : (
        <Form key={agent.id} agentId={agent.id} kept={responder.data} />
      )}
    </div>
  )
}

function Form({ agentId, kept }: { agentId: string; kept: ResponderSettings }) {
  const mayWrite = useCan('agents:write')
  const [form, setForm] = useState(() => formOf(kept))
  const [isTried, setTried] = useState(false)
  const change = changeOf(kept, form)
  const unsaved = useUnsaved(change !== undefined)
  const faults = faultsOf(form)
  const isWhole = Object.keys(faults).length === 0
  const write = (next: Partial<AnswersForm>) => {
    setForm(current => ({ ...current, ...next }))
    checking.reset()
  }
  const saving = useMutation({
    mutationFn: async () => {
      if (!change) return
      const saved = await changeResponder(agentId, change)
      queryClient.setQueryData(responderQuery(agentId).queryKey, saved)
      setForm(formOf(saved))
    }
  })
  const checking = useMutation({
    mutationFn: async () => {
      await saving.mutateAsync()
      return checkResponder(agentId)
    }
  })
  const go = (act: () => void) => {
    setTried(true)
    if (isWhole && !saving.isPending && !checking.isPending) act()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    go(() => saving.mutate(undefined, { onSuccess: () => toast('Saved') }))
  }
  const given = { form, write, faults: isTried ? faults : {}, fault: saving.error, mayWrite }
  const isFaultShown = saving.error !== null && !isOfField(saving.error)
  return (
    <form onSubmit={submit} noValidate className="flex min-h-full flex-col">
      <fieldset disabled={!mayWrite} className="contents">
        <div className="mx-auto flex w-full max-w-3xl flex-1 flex-col gap-10 px-4 py-6 md:px-6 md:py-8">
          <Section
            title="Who answers first"
            hint="A visitor is answered at once; a person comes in when it matters. You can take over in the inbox at any time."
          >
            <KindChoice kind={form.kind} onChange={kind => write({ kind })} />
          </Section>
          {form.kind !== 'none' && (
            <>
              <KindSettings {...given} agentId={agentId} kept={kept} />
              <Named {...given} />
              <HandOver {...given} />
            </>
          )}
          <Usage agentId={agentId} />
        </div>
      </fieldset>
      {mayWrite ? (
        <div
          className={classes(
            'sticky bottom-0 border-t border-line bg-surface',
            !change && form.kind === 'none' && 'hidden'
          )}
        >
          <div className="mx-auto flex w-full max-w-3xl flex-wrap items-center gap-2 px-4 py-2.5 md:px-6">
            <p
              role="status"
              className={classes(
                'min-w-0 flex-1 basis-60 text-sm empty:basis-0',
                checking.data && !change ? (checking.data.ok ? 'text-accent' : 'text-danger') : 'text-ink-soft'
              )}
            >
              {isTried && !isWhole
                ? 'Something above is missing.'
                : checking.isPending
                  ? 'Asking…'
                  : checking.data && !change
                    ? `${checking.data.message} (${Math.round(checking.data.tookMs)} ms)`
                    : checking.error && !isFaultShown
                      ? faultText(checking.error)
                      : change
                        ? 'Not saved yet'
                        : ''}
            </p>
            {isFaultShown && <FormFault text={faultText(saving.error)} />}
            <span className="ml-auto flex gap-2">
              {change && <Button onClick={() => setForm(formOf(kept))}>Discard</Button>}
              {form.kind !== 'none' && (
                <Button isBusy={checking.isPending} onClick={() => go(() => checking.mutate())}>
                  {change ? 'Save and check' : 'Check'}
                </Button>
              )}
              <Button type="submit" look="primary" isBusy={saving.isPending} disabled={!change}>
                {saving.isPending ? 'Saving…' : 'Save'}
              </Button>
            </span>
          </div>
        </div>
      ) : (
        <p className="mx-auto w-full max-w-3xl px-4 pb-6 text-sm text-ink-faint md:px-6">
          An owner or admin can change this.
        </p>
      )}
      {unsaved.question}
    </form>
  )
}
