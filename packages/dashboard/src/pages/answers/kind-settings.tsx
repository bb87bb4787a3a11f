import type { ResponderSettings } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { BookOpen, KeyRound } from 'lucide-react'
import { queryClient } from '../../query-client.ts'
import { Button, buttonClasses } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Field, Input, Textarea } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { faultText } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'
import { SecretOnce } from '../agent/secret-once.tsx'
import { anyDocumentQuery } from '../knowledge/knowledge-data.ts'
import { makeWebhookSecret, responderQuery } from './answers-data.ts'
import { faultIn, type Given } from './field-fault.ts'

type Props = Given & { agentId: string; kept: ResponderSettings }

/** What the chosen responder needs; the others keep what they were told. */
export function KindSettings(props: Props) {
  const { kind } = props.form
  return (
    <>
      <Knowledge isNeeded={kind === 'documents'} />
      {kind === 'openai' && <Model {...props} />}
      {kind === 'webhook' && <Webhook {...props} />}
    </>
  )
}

function Knowledge({ isNeeded }: { isNeeded: boolean }) {
  const any = useQuery(anyDocumentQuery)
  const isBare = any.data === false
  return (
    <Section title="What it knows" hint="One knowledge for all agents of this workspace.">
      <div
        className={classes(
          'flex flex-wrap items-center gap-3 rounded-md border px-4 py-3 text-sm',
          isBare && isNeeded ? 'border-transparent bg-warning-soft text-warning' : 'border-line'
        )}
      >
        <BookOpen aria-hidden className="size-4 shrink-0" />
        <p className="min-w-0 flex-1">
          {isBare
            ? 'There are no documents yet: every question would go to a person.'
            : 'Documents, files and pages of your site. Add to them, and see what a question would find.'}
        </p>
        <Link to="/agents/knowledge" className={buttonClasses({ look: isBare ? 'primary' : 'plain' })}>
          {isBare ? 'Add the first' : 'Knowledge'}
        </Link>
      </div>
    </Section>
  )
}

function Model(props: Props) {
  const { form, write } = props
  return (
    <Section
      title="The service"
      hint="Anything that speaks the OpenAI chat protocol: a hosted one, or a model on a machine of yours."
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Base URL" error={faultIn(props, 'baseUrl')}>
          {state => (
            <Input
              {...state}
              inputMode="url"
              spellCheck={false}
              placeholder="https://api.example/v1"
              value={form.baseUrl}
              onChange={event => write({ baseUrl: event.target.value })}
            />
          )}
        </Field>
        <Field label="Model" error={faultIn(props, 'model')}>
          {state => (
            <Input
              {...state}
              spellCheck={false}
              maxLength={200}
              value={form.model}
              onChange={event => write({ model: event.target.value })}
            />
          )}
        </Field>
      </div>
      <ApiKey {...props} />
      <Field
        label="Instructions"
        hint="How it should sound, what it should not promise. Words inside documents or messages cannot change what it may do."
        error={faultIn(props, 'instructions')}
      >
        {state => (
          <Textarea
            {...state}
            rows={4}
            maxLength={8_000}
            placeholder="Be brief and friendly. Give prices in euros."
            value={form.instructions}
            onChange={event => write({ instructions: event.target.value })}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="At most so many tokens in an answer" error={faultIn(props, 'maxTokens')}>
          {state => (
            <Input
              {...state}
              type="number"
              min={16}
              max={8_000}
              value={form.maxTokens}
              onChange={event => write({ maxTokens: event.target.value })}
            />
          )}
        </Field>
        <Field
          label="Give up after, in seconds"
          hint="Then a person is called."
          error={faultIn(props, 'openaiSeconds')}
        >
          {state => (
            <Input
              {...state}
              type="number"
              min={1}
              max={120}
              value={form.openaiSeconds}
              onChange={event => write({ openaiSeconds: event.target.value })}
            />
          )}
        </Field>
      </div>
    </Section>
  )
}

function ApiKey(props: Props) {
  const { form, write, kept } = props
  // A key belongs to where it was given for: the server lets it go with the address.
  const isElsewhere = originOf(form.baseUrl) !== originOf(kept.openai.baseUrl)
  const isKept = kept.openai.hasKey && !form.isKeyForgotten && !isElsewhere
  return (
    <div className="flex items-end gap-2">
      <div className="flex-1">
        <Field
          label="API key"
          hint={
            isKept
              ? 'One is kept, sealed; it is never shown again. Type another to replace it.'
              : form.isKeyForgotten
                ? 'The kept one is forgotten when you save.'
                : kept.openai.hasKey
                  ? 'The kept one is for the address it was given for. Type the one for this address.'
                  : 'None is kept. A service of your own may need none.'
          }
          error={faultIn(props, 'apiKey')}
        >
          {state => (
            <Input
              {...state}
              type="password"
              autoComplete="off"
              spellCheck={false}
              maxLength={500}
              placeholder={isKept ? '••••••••••••' : ''}
              value={form.apiKey}
              onChange={event => write({ apiKey: event.target.value })}
            />
          )}
        </Field>
      </div>
      {isKept && form.apiKey === '' && (
        <Button look="danger" className="mb-5.5" onClick={() => write({ isKeyForgotten: true })}>
          Forget it
        </Button>
      )}
    </div>
  )
}

const originOf = (address: string) => URL.parse(address.trim())?.origin

function Webhook(props: Props) {
  const { form, write } = props
  return (
    <Section
      title="Your server"
      hint="Each question is posted as JSON, with what was said before and the passages found."
    >
      <div className="grid gap-4 sm:grid-cols-[1fr_12rem]">
        <Field label="Address" error={faultIn(props, 'webhookUrl')}>
          {state => (
            <Input
              {...state}
              inputMode="url"
              spellCheck={false}
              placeholder="https://shop.example/foyer/answer"
              value={form.webhookUrl}
              onChange={event => write({ webhookUrl: event.target.value })}
            />
          )}
        </Field>
        <Field label="Give up after, in seconds" error={faultIn(props, 'webhookSeconds')}>
          {state => (
            <Input
              {...state}
              type="number"
              min={1}
              max={120}
              value={form.webhookSeconds}
              onChange={event => write({ webhookSeconds: event.target.value })}
            />
          )}
        </Field>
      </div>
      <WebhookSecret {...props} />
    </Section>
  )
}

function WebhookSecret({ agentId, kept, mayWrite }: Props) {
  const { hasSecret } = kept.webhook
  const making = useMutation({
    mutationFn: () => makeWebhookSecret(agentId),
    onSuccess: () =>
      queryClient.setQueryData(responderQuery(agentId).queryKey, current =>
        current ? { ...current, webhook: { ...current.webhook, hasSecret: true } } : current
      ),
    onError: fault => toast(faultText(fault))
  })
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-md border border-line px-4 py-3 text-sm">
      <KeyRound aria-hidden className="size-4 shrink-0 text-ink-faint" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">Signing secret</p>
        <p className="text-ink-soft">
          {hasSecret
            ? 'One is kept, and was shown once. A new one replaces it at once.'
            : 'None yet. Your server tells by it that a question comes from here.'}
        </p>
      </div>
      {mayWrite && (
        <Button isBusy={making.isPending} onClick={() => making.mutate()}>
          {hasSecret ? 'Make a new one' : 'Make one'}
        </Button>
      )}
      {making.data && (
        <SecretOnce
          title="The signing secret"
          secret={making.data.secret}
          description="Put it on your server now. Every question carries a signature made with it."
          onDone={making.reset}
        />
      )}
    </div>
  )
}
