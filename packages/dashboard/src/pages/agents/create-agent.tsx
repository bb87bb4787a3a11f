import type { AgentCreated } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useId, useState } from 'react'
import { ApiError, api } from '../../api.ts'
import { queryClient } from '../../query-client.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input, Textarea } from '../../ui/field.tsx'
import { FormFault, faultText, fieldFault } from '../../ui/states.tsx'
import { SecretOnce } from '../agent/secret-once.tsx'
import { agentsQuery } from './agents-data.ts'
import { readOrigins } from './origins.ts'

export const isOriginFault = (fault: unknown) =>
  fault instanceof ApiError && fault.field?.startsWith('allowedOrigins') === true

export function CreateAgent({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const formId = useId()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [origins, setOrigins] = useState('')
  const creating = useMutation({
    mutationFn: () =>
      api.post<AgentCreated>('/api/agents', { name: name.trim(), allowedOrigins: readOrigins(origins) }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: agentsQuery.queryKey })
  })
  const close = () => {
    creating.reset()
    setName('')
    setOrigins('')
    onClose()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!creating.isPending) creating.mutate()
  }
  const created = creating.data
  if (created) {
    const goOn = () => {
      close()
      void navigate({ to: '/agents/$id', params: { id: created.id } })
    }
    return (
      <SecretOnce
        title={`${created.name} is ready`}
        secret={created.identitySecret}
        description="This identity secret lets your server prove who is signed in. Keep it where only your server reads it: it is shown this once. You can turn it later."
        doneLabel="Go to the installation"
        onDone={goOn}
      />
    )
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title="Add an agent"
      description="One agent for each site or app. They share the visitors of this workspace."
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form={formId} look="primary" isBusy={creating.isPending}>
            {creating.isPending ? 'Adding…' : 'Add the agent'}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        <FormFault
          text={
            creating.error && !isOriginFault(creating.error) && !fieldFault(creating.error, 'name')
              ? faultText(creating.error)
              : undefined
          }
        />
        <Field label="Name" error={fieldFault(creating.error, 'name')}>
          {state => (
            <Input
              {...state}
              required
              maxLength={200}
              placeholder="Shop"
              value={name}
              onChange={event => setName(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Where it may be used"
          hint="One address a line: https://shop.example, https://*.shop.example for all its subdomains, or * for any site."
          error={isOriginFault(creating.error) ? faultText(creating.error) : undefined}
        >
          {state => (
            <Textarea
              {...state}
              required
              rows={3}
              spellCheck={false}
              placeholder="https://shop.example"
              value={origins}
              onChange={event => setOrigins(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
