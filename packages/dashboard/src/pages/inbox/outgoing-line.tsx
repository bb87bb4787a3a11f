import { CircleAlert, RotateCw } from 'lucide-react'
import { AnswerWords } from '../../conversation/answer-words.tsx'
import { MessageWords } from '../../conversation/message-words.tsx'
import type { Outgoing } from '../../conversation/thread.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { plainText } from '../../words/people.ts'

type Props = { message: Outgoing; onAgain: () => void; onTakeBack: () => void }

/** On its way, or held up: a message that was not sent stays in sight and says why. */
export function OutgoingLine({ message, onAgain, onTakeBack }: Props) {
  const isNote = message.kind === 'note'
  const isFailed = message.state === 'failed'
  return (
    <div className={classes('flex flex-col gap-1 pt-3', isNote ? '' : 'items-end pr-9.5 pl-10 md:pl-16')}>
      <div
        className={classes(
          'w-fit max-w-full rounded-md px-3 py-1.5 text-base',
          isNote ? 'w-full bg-warning-soft' : 'bg-accent-soft',
          !isFailed && 'opacity-60'
        )}
      >
        {message.text !== '' && (isNote ? <MessageWords text={message.text} /> : <AnswerWords text={message.text} />)}
        {message.attachments.map(({ id, name }) => (
          <p key={id} className="text-sm text-ink-soft">
            {plainText(name)}
          </p>
        ))}
      </div>
      {isFailed ? (
        <div role="alert" className="flex flex-wrap items-center justify-end gap-2 text-xs text-danger">
          <span className="flex items-start gap-1.5">
            <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
            Not sent. {message.fault}
          </span>
          <Button size="small" icon={<RotateCw aria-hidden className="size-3" />} onClick={onAgain}>
            Send again
          </Button>
          <Button size="small" look="quiet" onClick={onTakeBack}>
            Take back to edit
          </Button>
        </div>
      ) : (
        <span className="px-1 text-xs text-ink-faint">Sending…</span>
      )}
    </div>
  )
}
