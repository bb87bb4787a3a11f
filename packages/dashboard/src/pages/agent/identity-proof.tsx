import type { Agent, AgentCreated } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api.ts'
import { queryClient } from '../../query-client.ts'
import { useCan } from '../../session.ts'
import { durationText } from '../../time/relative.ts'
import { useNow } from '../../time/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { Code } from '../../ui/code.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { FormFault, faultText } from '../../ui/states.tsx'
import { TabPanel, Tabs } from '../../ui/tabs.tsx'
import { Ago } from '../../ui/time.tsx'
import { agentsQuery } from '../agents/agents-data.ts'
import { jwtSamples, type ProofSample, signatureSamples, useJwt, useSignature } from './proof-samples.ts'
import { SecretOnce } from './secret-once.tsx'

type Props = { agent: Agent; language: string | undefined; onLanguage: (language: string | undefined) => void }

/** `proof` in the address is "python" for the token, "python-signature" for the signature. */
const signatureSuffix = '-signature'

export function IdentityProof({ agent, language, onLanguage }: Props) {
  const mayWrite = useCan('agents:write')
  const isSignature = language?.endsWith(signatureSuffix) === true
  const plain = language?.replace(signatureSuffix, '')
  const samples = isSignature ? signatureSamples : jwtSamples
  const chosen = samples.find(sample => sample.value === plain) ?? samples[0]
  const choose = (value: string, asSignature: boolean) =>
    onLanguage(asSignature ? value + signatureSuffix : value === 'node' ? undefined : value)
  return (
    <Section
      title="Prove who is signed in"
      hint="Your server signs who the visitor is. Then the same person on phone and laptop is one visitor, their attributes are marked verified, and nobody can pretend to be them."
    >
      <fieldset className="flex gap-1" aria-label="Kind of proof">
        <Button
          look={isSignature ? 'plain' : 'chosen'}
          aria-pressed={!isSignature}
          onClick={() => choose(chosen?.value ?? 'node', false)}
        >
          Token (JWT)
        </Button>
        <Button
          look={isSignature ? 'chosen' : 'plain'}
          aria-pressed={isSignature}
          onClick={() => choose(chosen?.value ?? 'node', true)}
        >
          FluentBot signature
        </Button>
      </fieldset>
      <Tabs label="Language" value={chosen?.value ?? ''} onChange={value => choose(value, isSignature)} tabs={samples}>
        {samples.map(sample => (
          <TabPanel key={sample.value} value={sample.value} className="flex flex-col gap-3 pt-4 outline-offset-4">
            <Sample sample={sample} isSignature={isSignature} />
          </TabPanel>
        ))}
      </Tabs>
      <SecretRow agent={agent} mayWrite={mayWrite} />
    </Section>
  )
}

function Sample({ sample, isSignature }: { sample: ProofSample; isSignature: boolean }) {
  return (
    <>
      <Code label={sample.file} code={sample.code} />
      <p className="text-sm text-ink-soft">
        {isSignature
          ? 'Hand the result to the page, unchanged. It has no end: turning the secret is what ends it.'
          : 'Hand the token to the page. It must have an end (exp) and a user id (sub) that names one person.'}
      </p>
      <Code label="In the page" code={isSignature ? useSignature : useJwt} />
    </>
  )
}

function SecretRow({ agent, mayWrite }: { agent: Agent; mayWrite: boolean }) {
  const [isTurning, setTurning] = useState(false)
  const now = useNow(60_000)
  const until = agent.previousSecretUntil
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-md border border-line px-4 py-3 text-sm">
      <div className="min-w-0 flex-1">
        <p className="font-medium">Identity secret</p>
        <p className="text-ink-soft">
          {agent.identitySecretSetAt ? (
            <>
              Set <Ago at={agent.identitySecretSetAt} />, shown only then.
            </>
          ) : (
            'None is set.'
          )}
          {until && Date.parse(until) > now && (
            <> The one before it is still believed for {durationText(Date.parse(until) - now)}.</>
          )}
        </p>
      </div>
      {mayWrite && <Button onClick={() => setTurning(true)}>Turn the secret</Button>}
      {isTurning && <TurnSecret agent={agent} onClose={() => setTurning(false)} />}
    </div>
  )
}

const graces = [
  { seconds: 86_400, label: 'for a day, while you change your server' },
  { seconds: 604_800, label: 'for 7 days' },
  { seconds: 3_600, label: 'for an hour' },
  { seconds: 0, label: 'not at all: it leaked' }
]

function TurnSecret({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const [grace, setGrace] = useState(graces[0]?.seconds ?? 0)
  const turning = useMutation({
    mutationFn: () => api.post<AgentCreated>(`/api/agents/${agent.id}/secret`, { graceSeconds: grace }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: agentsQuery.queryKey })
  })
  if (turning.data)
    return (
      <SecretOnce
        title="The new identity secret"
        secret={turning.data.identitySecret}
        description="Put it in your server’s FOYER_IDENTITY_SECRET now."
        onDone={onClose}
      />
    )
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Turn the identity secret?"
      description="A new secret is made and shown once. Tokens and signatures made with the old one stop being believed when its time is over; visitors who are joined already stay joined."
      actions={
        <>
          <Button onClick={onClose}>Keep the old one</Button>
          <Button look="primary" isBusy={turning.isPending} onClick={() => turning.mutate()}>
            {turning.isPending ? 'Turning…' : 'Turn it'}
          </Button>
        </>
      }
    >
      <FormFault text={turning.error ? faultText(turning.error) : undefined} />
      <Field label="The old secret is still believed">
        {state => (
          <Select {...state} value={grace} onChange={event => setGrace(Number(event.target.value))}>
            {graces.map(({ seconds, label }) => (
              <option key={seconds} value={seconds}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </Dialog>
  )
}
