import type { ConversationPanel, Message } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { FlaskConical, RotateCcw, UsersRound } from 'lucide-react'
import { useEffect } from 'react'
import { type Answering, asMessage } from '../../answering/answering.ts'
import { responderName } from '../../conversation/answered-by.ts'
import { thinkingName } from '../../conversation/typing.ts'
import { useThread } from '../../conversation/use-thread.ts'
import { useCan } from '../../session.ts'
import { Button, buttonClasses } from '../../ui/button.tsx'
import { Empty, Failure, Loading, Skeleton } from '../../ui/states.tsx'
import { plainText } from '../../words/people.ts'
import { useAgent } from '../agent/agent-shown.ts'
import { responderQuery } from '../answers/answers-data.ts'
import { Ask } from './ask.tsx'
import { Talk } from './talk.tsx'
import { usePlayground } from './use-playground.ts'

const route = getRouteApi('/app/agents/$id/playground')

/** The agent as a visitor meets it, with what a visitor is not shown: where each answer comes from and what it took. */
export function PlaygroundPage() {
  const agent = useAgent()
  const { c: id } = route.useSearch()
  const navigate = useNavigate({ from: '/agents/$id/playground' })
  const mayWrite = useCan('conversations:write')
  const responder = useQuery(responderQuery(agent.id))
  const playground = usePlayground(agent.id, id, begun => void navigate({ search: { c: begun }, replace: true }))
  const startOver = () => {
    playground.forget()
    void navigate({ search: {} })
  }
  if (responder.isPending)
    return (
      <Loading what="the playground" className="mx-auto flex w-full max-w-3xl flex-col gap-4 p-6">
        <Skeleton className="h-9 w-1/2 self-end rounded-md" />
        <Skeleton className="h-20 w-3/4 rounded-md" />
      </Loading>
    )
  if (responder.isError && !responder.data)
    return <Failure fault={responder.error} what="The playground" onRetry={() => void responder.refetch()} />
  if (responder.data.kind === 'none' && id === undefined)
    return (
      <Empty
        icon={<UsersRound aria-hidden className="size-5" />}
        title="People answer here, and nobody else"
        actions={
          <Link to="/agents/$id/answers" params={{ id: agent.id }} className={buttonClasses({ look: 'primary' })}>
            Choose who answers first
          </Link>
        }
      >
        Choose what answers first, your documents for a start, and try it here before a visitor does.
      </Empty>
    )
  const given = { name: responder.data.name, mayWrite, playground, onStartOver: startOver }
  return id === undefined ? (
    <Shown {...given} messages={[]} answering={null} thinking={undefined} />
  ) : (
    <Followed key={id} id={id} {...given} />
  )
}

type Given = {
  name: string
  mayWrite: boolean
  playground: ReturnType<typeof usePlayground>
  onStartOver: () => void
}

function Followed({ id, ...given }: Given & { id: string }) {
  const { panel, conversation, messages, typists, answering } = useThread(id, undefined)
  if (panel.isError && !panel.data)
    return <Failure fault={panel.error} what="This conversation" onRetry={given.onStartOver} />
  return (
    <Shown
      {...given}
      conversation={conversation}
      messages={messages}
      answering={answering}
      thinking={thinkingName(typists)}
    />
  )
}

type ShownProps = Given & {
  conversation?: ConversationPanel | undefined
  messages: readonly Message[]
  answering: Answering | null
  thinking: string | undefined
}

function Shown({ conversation, messages, answering, thinking, name, mayWrite, playground, onStartOver }: ShownProps) {
  const stored = new Set(messages.map(message => message.id))
  const coming = playground.asked.filter(({ messageId }) => messageId === undefined || !stored.has(messageId))
  const written =
    conversation && answering && answering.text !== ''
      ? asMessage(answering, conversation.id, (messages.at(-1)?.seq ?? 0) + 1)
      : undefined
  const said = written ? [...messages, written] : messages
  const isWaiting = coming.some(({ fault }) => fault === undefined) || thinking !== undefined || answering !== null
  const called = responderName(messages)
  const who = called === 'the agent' ? plainText(name) : called
  // A question that waits in the address of an older visit has no focus to lose.
  useEffect(() => {
    document.querySelector<HTMLElement>('[data-ask]')?.focus()
  }, [])
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 items-center gap-2 border-b border-line px-4 py-2 text-sm text-ink-soft md:px-5">
        <FlaskConical aria-hidden className="size-4 shrink-0" />
        <p className="min-w-0 flex-1">Ask as a visitor would. Only your team sees it, and nobody is called.</p>
        <Button
          size="small"
          icon={<RotateCcw aria-hidden className="size-3.5" />}
          disabled={said.length === 0 && coming.length === 0}
          onClick={onStartOver}
        >
          Start over
        </Button>
      </div>
      <Talk
        messages={said}
        coming={coming}
        who={who}
        isWriting={written !== undefined}
        isThinking={isWaiting && written === undefined}
        onAgain={question => void playground.again(question)}
      />
      {mayWrite ? (
        <Ask onAsk={text => void playground.ask(text)} />
      ) : (
        <p className="shrink-0 border-t border-line px-4 py-3 text-center text-sm text-ink-soft">
          Your role may look and not write. An owner or admin can change that.
        </p>
      )}
    </div>
  )
}
