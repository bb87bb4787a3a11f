import type { ResponderSettings } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { queryClient } from '../../query-client.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import { faultText } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'
import { SecretOnce } from '../agent/secret-once.tsx'
import { makeWebhookSecret, responderQuery } from './answers-data.ts'
import type { Given } from './field-fault.ts'
import { AddressField, SecondsField } from './outward-fields.tsx'

type Props = Given & { agentId: string; kept: ResponderSettings }

export function WebhookSettings(props: Props) {
  return (
    <Section
      title="Your server"
      hint="Each question is posted as JSON, with what was said before and the passages found."
    >
      <div className="grid gap-4 sm:grid-cols-[1fr_12rem]">
        <AddressField {...props} name="webhookUrl" label="Address" placeholder="https://shop.example/foyer/answer" />
        <SecondsField {...props} name="webhookSeconds" />
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
