import type { NoticePreference } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { queryClient } from '../../query-client.ts'
import { Section } from '../../ui/page.tsx'
import { Failure, faultText, Loading, Skeleton } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'

const noticesKey = ['notices']

const choices: { value: NoticePreference['mail']; label: string; hint: string }[] = [
  {
    value: 'all',
    label: 'Mine and nobody’s',
    hint: 'Conversations of yours or of nobody that wait, and mentions of you.'
  },
  { value: 'mine', label: 'Only mine', hint: 'Conversations of yours that wait, and mentions of you.' },
  { value: 'never', label: 'Nothing', hint: 'What waits is only seen in the inbox.' }
]

/** What a member is mailed while they are not looking. */
export function MailNotices() {
  const preference = useQuery({
    queryKey: noticesKey,
    queryFn: ({ signal }) => api.get<NoticePreference>('/api/conversations/notices', undefined, signal)
  })
  const choosing = useMutation({
    mutationFn: (mail: NoticePreference['mail']) => api.put<NoticePreference>('/api/conversations/notices', { mail }),
    onSuccess(chosen) {
      queryClient.setQueryData(noticesKey, chosen)
      toast('Saved')
    },
    onError: fault => toast(`What you are mailed stays as it was. ${faultText(fault)}`)
  })
  const chosen = choosing.isPending ? choosing.variables : preference.data?.mail
  return (
    <Section title="E-mail" hint="When a visitor waits for an answer, or a colleague mentions you while you are away.">
      {preference.isPending ? (
        <Loading what="what you are mailed" className="flex flex-col gap-2">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </Loading>
      ) : preference.isError && !preference.data ? (
        <Failure
          isCompact
          fault={preference.error}
          what="What you are mailed"
          onRetry={() => void preference.refetch()}
        />
      ) : (
        <fieldset aria-label="What you are mailed" className="flex flex-col gap-2.5">
          {choices.map(({ value, label, hint }) => (
            <label key={value} className="flex items-start gap-2 text-sm">
              <input
                type="radio"
                name="mail-notices"
                className="mt-0.5 size-4 shrink-0 accent-accent"
                checked={chosen === value}
                onChange={() => choosing.mutate(value)}
              />
              <span>
                {label}
                <span className="block text-xs text-ink-faint">{hint}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </Section>
  )
}
