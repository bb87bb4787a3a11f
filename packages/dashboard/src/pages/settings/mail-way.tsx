import type { MailState } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { Failure, Loading, Skeleton } from '../../ui/states.tsx'
import { Ago } from '../../ui/time.tsx'
import { counted } from '../../words/numbers.ts'
import { plainText } from '../../words/people.ts'

/** Whether mail gets anywhere, and what became of it. */
export function MailWay() {
  const mail = useQuery({
    queryKey: ['mail'],
    queryFn: ({ signal }) => api.get<MailState>('/api/mail', undefined, signal)
  })
  if (mail.isPending)
    return (
      <Loading what="how mail goes">
        <Skeleton className="h-16" />
      </Loading>
    )
  if (mail.isError)
    return <Failure isCompact fault={mail.error} what="How mail goes" onRetry={() => void mail.refetch()} />
  const { way, from, sent, waiting, givenUp, failures } = mail.data
  return (
    <div className="flex flex-col gap-3 rounded-md border border-line bg-sunken px-3 py-2.5 text-sm">
      {way.kind === 'smtp' ? (
        <p>
          Mail goes through <span className="font-medium">{way.server}</span>, from {from}.
        </p>
      ) : (
        <p>
          <span className="font-medium text-warning">No mail server is set, so nobody gets mail.</span> It is written to{' '}
          <code className="break-all">{way.path}</code>. Set <code>FOYER_SMTP_URL</code> and{' '}
          <code>FOYER_MAIL_FROM</code> where Foyer is started.
        </p>
      )}
      <p className="text-ink-soft tabular-nums">
        In the last 30 days: {counted(sent, 'mail')} {way.kind === 'smtp' ? 'sent' : 'written'}, {waiting} waiting,{' '}
        {givenUp} given up.
      </p>
      {failures.length > 0 && (
        <ul aria-label="What could not be sent" className="flex max-h-48 flex-col gap-2 overflow-y-auto">
          {failures.map(failure => (
            <li key={`${failure.recipient} ${failure.at}`} className="min-w-0 border-t border-line pt-2">
              <span className="flex justify-between gap-3">
                <bdi className="min-w-0 truncate">{plainText(failure.recipient)}</bdi>
                <span className="shrink-0 text-xs text-ink-faint">
                  {failure.status === 'waiting' ? 'tried again ' : 'given up '}
                  <Ago at={failure.at} />
                </span>
              </span>
              <span className="block text-xs break-words text-ink-soft">{plainText(failure.reason)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
