import type { Message } from '@foyer/protocol'
import { Bot, RotateCw, Sparkles } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { answerDetailOf } from '../../answering/answer-detail.ts'
import { HowAnswered } from '../../answering/how-answered.tsx'
import { activityText } from '../../conversation/activity-words.ts'
import { AnswerWords } from '../../conversation/answer-words.tsx'
import { MessageWords } from '../../conversation/message-words.tsx'
import { sourcesOf } from '../../conversation/sources.ts'
import { useTimezone } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/states.tsx'
import type { Asked } from './use-playground.ts'

type Props = {
  messages: readonly Message[]
  coming: readonly Asked[]
  who: string
  isWriting: boolean
  isThinking: boolean
  onAgain: (question: Asked) => void
}

const nearEndPx = 80

/** As the visitor sees it: what is asked on one side, the answers on the other, and below each what it rests on. */
export function Talk({ messages, coming, who, isWriting, isThinking, onAgain }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const isNearEnd = useRef(true)
  const timezone = useTimezone()
  const lastAnswer = messages.findLast(message => answerDetailOf(message) !== undefined)
  useLayoutEffect(() => {
    const box = scroller.current
    if (box && isNearEnd.current) box.scrollTop = box.scrollHeight
  })
  const onScroll = () => {
    const box = scroller.current
    if (box) isNearEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearEndPx
  }
  const isBare = messages.length === 0 && coming.length === 0
  return (
    <div
      ref={scroller}
      role="log"
      aria-label="Playground"
      // Said once, when it is whole, and not letter by letter.
      aria-busy={isWriting}
      onScroll={onScroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]"
    >
      <div className="mx-auto flex min-h-full w-full max-w-3xl flex-col justify-end gap-4 px-4 py-5 md:px-5">
        {isBare && (
          <div className="m-auto">
            <Empty icon={<Sparkles aria-hidden className="size-5" />} title={`Ask ${who} something`}>
              A question your visitors ask every week is a good first one. Below the answer you see the passages it was
              made from, how sure it was, and how long it took.
            </Empty>
          </div>
        )}
        {messages.map(message =>
          message.kind === 'activity' ? (
            <p key={message.id} className="px-8 text-center text-xs text-ink-faint">
              <bdi>{activityText(message, timezone)}</bdi>
            </p>
          ) : message.author.kind === 'visitor' ? (
            <Question key={message.clientId ?? message.id} text={message.text} />
          ) : (
            <Answer key={message.clientId ?? message.id} message={message} isOpen={message === lastAnswer} />
          )
        )}
        {coming.map(question => (
          <Question
            key={question.clientId}
            text={question.text}
            fault={question.fault}
            isComing
            onAgain={() => onAgain(question)}
          />
        ))}
        {isThinking && (
          <p role="status" className="flex items-center gap-2 text-xs text-ink-faint">
            <span aria-hidden className="flex gap-1 rounded-md bg-pressed px-3 py-2.5">
              {[0, 1, 2].map(dot => (
                <span
                  key={dot}
                  style={{ animationDelay: `${dot * 180}ms` }}
                  className="size-1.5 animate-breathe rounded-full bg-ink-faint"
                />
              ))}
            </span>
            <span>
              <bdi>{who}</bdi> is looking for an answer
            </span>
          </p>
        )}
      </div>
    </div>
  )
}

type QuestionProps = { text: string; fault?: string | undefined; isComing?: boolean; onAgain?: () => void }

function Question({ text, fault, isComing = false, onAgain }: QuestionProps) {
  return (
    <div className="flex flex-col items-end gap-1 pl-10 md:pl-16">
      <span className="sr-only">You asked:</span>
      <div
        className={`w-fit max-w-full rounded-md bg-accent-soft px-3 py-1.5 text-base ${isComing ? 'opacity-60' : ''}`}
      >
        <MessageWords text={text} />
      </div>
      {fault !== undefined && (
        <p role="alert" className="flex flex-wrap items-center justify-end gap-2 text-xs text-danger">
          Not sent. {fault}
          <Button size="small" icon={<RotateCw aria-hidden className="size-3" />} onClick={onAgain}>
            Send again
          </Button>
        </p>
      )}
    </div>
  )
}

function Answer({ message, isOpen }: { message: Message; isOpen: boolean }) {
  const detail = answerDetailOf(message)
  const sources = sourcesOf(message)
  return (
    <div className="flex gap-2.5 pr-4 md:pr-12">
      <span className="flex size-7 shrink-0 items-center justify-center rounded-full bg-pressed text-ink-soft">
        <Bot aria-hidden className="size-4" />
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <span className="sr-only">{message.author.name ?? 'The agent'} answered:</span>
        <div className="w-fit max-w-full rounded-md bg-pressed px-3 py-1.5 text-base">
          <AnswerWords text={message.text} />
        </div>
        {sources.length > 0 && (
          <ul aria-label="Sources" className="flex flex-wrap gap-x-3 px-1 text-xs">
            {sources.map(source => (
              <li key={source.key}>
                {source.href === undefined ? (
                  <span className="text-ink-soft">{source.title}</span>
                ) : (
                  <a
                    href={source.href}
                    target="_blank"
                    rel="noopener noreferrer nofollow"
                    className="text-accent underline underline-offset-2"
                  >
                    {source.title}
                  </a>
                )}
              </li>
            ))}
          </ul>
        )}
        {detail && <HowAnswered key={String(isOpen)} detail={detail} isOpen={isOpen} isPlayground />}
      </div>
    </div>
  )
}
