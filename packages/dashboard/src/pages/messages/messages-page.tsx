import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { MessageCirclePlus, Plus } from 'lucide-react'
import { useCan } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Failure, Loading, Skeleton } from '../../ui/states.tsx'
import { useAgent } from '../agent/agent-shown.ts'
import { blank, isTemplate, type Template, templates, writeOf } from './draft.ts'
import { LimitsForm } from './limits-form.tsx'
import { rulesQuery } from './messages-data.ts'
import { RuleEditor } from './rule-editor.tsx'
import { RuleList } from './rule-list.tsx'

const route = getRouteApi('/app/agents/$id/messages')

/** The messages an agent shows by itself: the list, or the one that is being edited. */
export function MessagesPage() {
  const agent = useAgent()
  const { edit } = route.useSearch()
  const navigate = useNavigate({ from: '/agents/$id/messages' })
  const mayWrite = useCan('agents:write')
  const rules = useQuery(rulesQuery(agent.id))
  const open = (what: string | undefined) => void navigate({ search: what === undefined ? {} : { edit: what } })
  if (rules.isPending)
    return (
      <Loading what="the messages" className="mx-auto flex w-full max-w-3xl flex-col gap-3 px-4 py-6 md:px-6">
        <Skeleton className="h-24" />
        <Skeleton className="h-24" />
        <Skeleton className="h-24" />
      </Loading>
    )
  if (rules.isError && !rules.data)
    return <Failure fault={rules.error} what="The messages" onRetry={() => void rules.refetch()} />
  const { items, settings } = rules.data
  const edited = items.find(rule => rule.id === edit)
  const start = edited
    ? writeOf(edited)
    : edit === 'new'
      ? blank
      : edit && isTemplate(edit)
        ? templates[edit].rule
        : undefined
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      {start && mayWrite ? (
        <RuleEditor key={edit} agent={agent} rule={edited} start={start} onDone={() => open(undefined)} />
      ) : (
        <div className="mx-auto flex w-full max-w-3xl flex-col gap-10 px-4 py-6 md:px-6 md:py-8">
          {items.length === 0 ? (
            <Beginning mayWrite={mayWrite} onChoose={open} />
          ) : (
            <section aria-label="Messages" className="flex flex-col gap-3">
              <div className="flex flex-wrap items-start gap-3">
                <p className="min-w-0 flex-1 basis-64 text-sm text-ink-soft">
                  They appear beside the launcher by themselves. Of several that fit, the upper one is shown; nothing is
                  in the inbox until the visitor answers.
                </p>
                {mayWrite && (
                  <Button look="primary" icon={<Plus aria-hidden className="size-4" />} onClick={() => open('new')}>
                    New message
                  </Button>
                )}
              </div>
              <RuleList agent={agent.id} rules={items} mayWrite={mayWrite} onEdit={open} />
            </section>
          )}
          {items.length > 0 && (
            <LimitsForm key={JSON.stringify(settings)} agent={agent.id} settings={settings} mayWrite={mayWrite} />
          )}
        </div>
      )}
    </div>
  )
}

/** Nothing yet: what it is good for, and three that are ready to be made one’s own. */
function Beginning({ mayWrite, onChoose }: { mayWrite: boolean; onChoose: (what: string) => void }) {
  return (
    <div className="flex flex-col gap-6">
      <Empty icon={<MessageCirclePlus aria-hidden className="size-5" />} title="Speak first, at the right moment">
        A message beside the launcher, for somebody who hesitates. It opens a conversation only when they answer, and it
        is never shown more often than you say.
        {!mayWrite && ' An owner or admin can write one.'}
      </Empty>
      {mayWrite && (
        <>
          <ul className="grid gap-3 sm:grid-cols-3">
            {(Object.keys(templates) as Template[]).map(key => (
              <li key={key}>
                <button
                  type="button"
                  onClick={() => onChoose(key)}
                  className="flex h-full w-full flex-col gap-1 rounded-md border border-line bg-surface p-4 text-left transition-colors hover:border-line-strong hover:bg-hover"
                >
                  <span className="font-medium">{templates[key].title}</span>
                  <span className="text-sm text-ink-soft">{templates[key].lead}</span>
                </button>
              </li>
            ))}
          </ul>
          <div className="flex justify-center">
            <Button icon={<Plus aria-hidden className="size-4" />} onClick={() => onChoose('new')}>
              Begin with an empty one
            </Button>
          </div>
        </>
      )}
    </div>
  )
}
