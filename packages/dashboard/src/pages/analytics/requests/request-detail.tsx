import type { LoggedRequest } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useCan } from '../../../session.ts'
import { exactTime } from '../../../time/relative.ts'
import { IconButton } from '../../../ui/button.tsx'
import { CopyIcon } from '../../../ui/copy.tsx'
import { Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { countryName } from '../../../words/countries.ts'
import { count } from '../../../words/numbers.ts'
import { plainText } from '../../../words/people.ts'
import { agentsQuery } from '../../agents/agents-data.ts'
import { Status } from './request-table.tsx'
import { sourceWords, speedText, statusText } from './request-words.ts'
import { requestQuery } from './requests-data.ts'

type Props = { id: string; known: LoggedRequest | undefined; timezone: string; onClose: () => void }

/** One request whole, with the ways to whom it was about. */
export function RequestDetail({ id, known, timezone, onClose }: Props) {
  const found = useQuery({ ...requestQuery(id), enabled: known === undefined })
  const heading = useRef<HTMLHeadingElement>(null)
  const request = known ?? found.data
  // Whoever opened it by keyboard is where it is.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <aside
      aria-label="Request"
      className="absolute inset-y-0 right-0 z-20 flex w-full flex-col overflow-y-auto border-l border-line bg-surface shadow-float sm:w-96"
    >
      <header className="flex items-center gap-2 border-b border-line px-4 py-2">
        <h2 ref={heading} tabIndex={-1} className="min-w-0 flex-1 truncate text-base font-medium outline-none">
          Request
        </h2>
        <IconButton label="Close" onClick={onClose}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </header>
      {request ? (
        <Facts request={request} timezone={timezone} />
      ) : found.isError ? (
        <Failure fault={found.error} what="The request" onRetry={() => void found.refetch()} isCompact />
      ) : found.isPending ? (
        <Loading what="the request" className="flex flex-col gap-3 p-4">
          {[1, 2, 3, 4, 5, 6].map(line => (
            <Skeleton key={line} className="h-5" />
          ))}
        </Loading>
      ) : (
        <p className="p-4 text-sm text-ink-soft">This request is not in the log, or not any more.</p>
      )}
    </aside>
  )
}

function Facts({ request, timezone }: { request: LoggedRequest; timezone: string }) {
  const { id, at, method, endpoint, status, error, durationMs, source, ip, country, browser, os, bot } = request
  const agents = useQuery({ ...agentsQuery, enabled: useCan('agents:read') && request.agentId !== undefined })
  const mayReadPeople = useCan('people:read')
  const mayReadTalks = useCan('conversations:read')
  const agent = agents.data?.items.find(one => one.id === request.agentId)
  const isSummed = request.count > 1
  return (
    <div className="flex flex-col gap-4 p-4">
      <p className="font-mono text-sm break-all">
        <span className="text-ink-soft">{method}</span> {endpoint}
      </p>
      {isSummed && (
        <p className="rounded-sm bg-info-soft px-3 py-2 text-sm">
          {count(request.count)} requests that were alike, summed up because many came at once. What they took is their
          average.
        </p>
      )}
      <dl className="grid grid-cols-[7rem_1fr] items-baseline gap-x-3 gap-y-2 text-sm">
        <Fact label="Answer">
          <Status status={status} /> {statusText(status).replace(/^\d+ ?/, '')}
        </Fact>
        {error && (
          <Fact label="Error">
            <code>{error}</code>
          </Fact>
        )}
        <Fact label="Took">{speedText(durationMs)}</Fact>
        <Fact label="Time">{exactTime(at, timezone)}</Fact>
        <Fact label="Source">{sourceWords[source]}</Fact>
        <Fact label="Address">
          {ip ? (
            <span className="inline-flex items-center gap-1">
              {ip} <CopyIcon text={ip} label="Copy the address" />
            </span>
          ) : isSummed ? (
            'Of several'
          ) : (
            'Not kept, by the privacy rules of this workspace'
          )}
        </Fact>
        {ip && <Fact label="Country">{country ? countryName(country) : 'Not known'}</Fact>}
        {(browser || bot) && (
          <Fact label={bot ? 'Program' : 'Browser'}>
            {bot ? <bdi>{plainText(bot)}</bdi> : [browser, os].filter(Boolean).join(' on ')}
          </Fact>
        )}
        {request.agentId && (
          <Fact label="Agent">
            {agent ? (
              <Link to="/agents/$id" params={{ id: agent.id }} className="text-accent hover:underline">
                <bdi>{plainText(agent.name)}</bdi>
              </Link>
            ) : (
              <code className="break-all">{request.agentId}</code>
            )}
          </Fact>
        )}
        {request.visitorId && (
          <Fact label="Visitor">
            {mayReadPeople ? (
              <Link to="/people/$id" params={{ id: request.visitorId }} className="text-accent hover:underline">
                Open the profile
              </Link>
            ) : (
              <code className="break-all">{request.visitorId}</code>
            )}
          </Fact>
        )}
        {request.conversationId && (
          <Fact label="Conversation">
            {mayReadTalks ? (
              <Link to="/inbox/$id" params={{ id: request.conversationId }} className="text-accent hover:underline">
                Open the conversation
              </Link>
            ) : (
              <code className="break-all">{request.conversationId}</code>
            )}
          </Fact>
        )}
        <Fact label="Request id">
          <span className="inline-flex items-center gap-1">
            <code>{id}</code> <CopyIcon text={id} label="Copy the request id" />
          </span>
        </Fact>
      </dl>
      {(request.visitorId || ip) && (
        <p className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line pt-3 text-sm">
          {ip && (
            <Link
              from="/analytics/requests"
              to="."
              search={current => ({ ...current, ip, open: undefined })}
              className="text-accent hover:underline"
            >
              All from this address
            </Link>
          )}
          {request.visitorId && (
            <Link
              from="/analytics/requests"
              to="."
              search={current => ({ ...current, visitor: request.visitorId, open: undefined })}
              className="text-accent hover:underline"
            >
              All of this visitor
            </Link>
          )}
        </p>
      )}
    </div>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{label}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  )
}
