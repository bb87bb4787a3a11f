import type { ApiKeyCreated, Scope } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api } from '../../api.ts'
import { useSignedIn } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Checkbox, Field, Input } from '../../ui/field.tsx'
import { FormFault, fieldFault, formFault } from '../../ui/states.tsx'
import { SecretOnce } from '../agent/secret-once.tsx'
import { scopeMeaning } from './scopes.ts'

export function CreateKey({ onDone, onClose }: { onDone: () => Promise<void>; onClose: () => void }) {
  const formId = useId()
  // Nobody gives away more than they have, so these are all there is to offer.
  const { scopes: offered } = useSignedIn()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<ReadonlySet<Scope>>(new Set(['visitors:write']))
  const making = useMutation({
    mutationFn: () => api.post<ApiKeyCreated>('/api/keys', { name: name.trim(), scopes: [...scopes] }),
    onSuccess: onDone
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!making.isPending && scopes.size > 0) making.mutate()
  }
  if (making.data)
    return (
      <SecretOnce
        title={`The key ${making.data.name}`}
        secret={making.data.key}
        description="Send it as Authorization: Bearer, from a server only. Foyer keeps a hash of it and nothing more."
        onDone={onClose}
      />
    )
  const toggle = (scope: Scope, isOn: boolean) => {
    const next = new Set(scopes)
    if (isOn) next.add(scope)
    else next.delete(scope)
    setScopes(next)
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Make an API key"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} look="primary" isBusy={making.isPending} disabled={scopes.size === 0}>
            {making.isPending ? 'Making…' : 'Make the key'}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        <FormFault text={formFault(making.error, ['name'])} />
        <Field
          label="Name"
          hint="Where it will be used, so that you know it again."
          error={fieldFault(making.error, 'name')}
        >
          {state => (
            <Input {...state} required maxLength={200} value={name} onChange={event => setName(event.target.value)} />
          )}
        </Field>
        <fieldset className="flex flex-col gap-2.5">
          <legend className="mb-2 text-sm font-medium">It may</legend>
          {offered.map(scope => (
            <Checkbox
              key={scope}
              label={<code className="font-mono text-xs">{scope}</code>}
              hint={scopeMeaning(scope)}
              checked={scopes.has(scope)}
              onChange={event => toggle(scope, event.target.checked)}
            />
          ))}
          {scopes.size === 0 && (
            <p className="text-xs text-warning">Choose at least one; a key without scopes can do nothing.</p>
          )}
        </fieldset>
      </form>
    </Dialog>
  )
}
