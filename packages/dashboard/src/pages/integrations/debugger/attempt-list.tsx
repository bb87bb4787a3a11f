import type { Attempt } from '@foyer/protocol'
import { useState } from 'react'
import { stamp } from '../../../time/stamp.ts'
import { ChoiceButton } from '../../../ui/choice-button.tsx'
import { classes } from '../../../ui/classes.ts'
import { useRoving } from '../../../ui/use-roving.ts'
import { plainText } from '../../../words/people.ts'
import { tookText } from '../destination-words.ts'
import { attemptTones, attemptWords, toneLooks } from './delivery-words.ts'
import { Payload } from './payload.tsx'
import { prettyText, rawAnswer, rawRequest } from './payload-text.ts'

type Props = { attempts: readonly Attempt[]; timezone: string }

/** Each try with its time, and of one of them everything that was said. */
export function AttemptList({ attempts, timezone }: Props) {
  const [chosen, setChosen] = useState<number>()
  const [isRaw, setRaw] = useState(false)
  // A try that comes in while somebody reads an earlier one does not take its place.
  const at = chosen ?? attempts.length - 1
  const attempt = attempts[at]
  const longest = Math.max(1, ...attempts.map(({ durationMs }) => durationMs))
  const roving = useRoving(
    attempts.map((_, index) => String(index)),
    'column'
  )
  return (
    <section aria-label="Tries" className="flex min-w-0 flex-col gap-3">
      <div className="flex items-center gap-2">
        <h3 className="flex-1 text-sm font-medium">{attempts.length === 1 ? 'One try' : `${attempts.length} tries`}</h3>
        <fieldset aria-label="How the request and the answer are shown" className="flex gap-1">
          <ChoiceButton size="tiny" isOn={!isRaw} onClick={() => setRaw(false)}>
            Pretty
          </ChoiceButton>
          <ChoiceButton size="tiny" isOn={isRaw} onClick={() => setRaw(true)}>
            Raw
          </ChoiceButton>
        </fieldset>
      </div>
      <ol className="flex flex-col" onKeyDown={roving.onKeyDown}>
        {attempts.map((one, index) => (
          <li key={one.at}>
            <button
              type="button"
              aria-pressed={index === at}
              {...roving.stop(String(index))}
              onClick={() => setChosen(index)}
              className={classes(
                'grid w-full grid-cols-[1.25rem_auto_minmax(0,1fr)_auto] @md:grid-cols-[1.25rem_6.5rem_minmax(0,1fr)_4rem_4rem] items-center gap-2 rounded-sm px-1.5 py-1 text-left text-xs outline-offset-[-2px] hover:bg-hover',
                index === at && 'bg-pressed'
              )}
            >
              <span className="text-ink-faint">{index + 1}</span>
              <span>{stamp(one.at, timezone, 'fraction')}</span>
              <span className="min-w-0 truncate">
                <span className={classes('rounded-sm px-1.5 py-0.5 font-medium', toneLooks[attemptTones[one.verdict]])}>
                  {attemptWords[one.verdict]}
                  {one.response && ` ${one.response.status}`}
                </span>
              </span>
              <span aria-hidden className="hidden h-1 overflow-hidden rounded-full bg-sunken @md:block">
                <span
                  className="block h-full rounded-full bg-ink-faint"
                  style={{ width: `${Math.max(4, (one.durationMs / longest) * 100)}%` }}
                />
              </span>
              <span className="text-right">{tookText(one.durationMs)}</span>
            </button>
          </li>
        ))}
      </ol>
      {attempt && <Said key={`${at} ${isRaw}`} attempt={attempt} isRaw={isRaw} isLast={at === attempts.length - 1} />}
    </section>
  )
}

function Said({ attempt, isRaw, isLast }: { attempt: Attempt; isRaw: boolean; isLast: boolean }) {
  const { request, response, fault, advice } = attempt
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {!isLast && <p className="text-sm text-ink-soft">{plainText(advice)}</p>}
      {request && (
        <p className="font-mono text-xs break-all">
          <span className="text-ink-soft">{request.method}</span> {plainText(request.url)}
        </p>
      )}
      <div className="grid min-w-0 gap-3 @xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-2">
          {!request ? (
            <p className="rounded-md border border-line bg-sunken p-3 text-sm">
              <span className="block text-xs text-ink-faint">No request</span>
              None could be made.
            </p>
          ) : isRaw ? (
            <Payload label="Request" text={rawRequest(request)} isPlain />
          ) : (
            <>
              <Payload label="Request" text={prettyText(request.body)} />
              <Headers of="the request" headers={request.headers} />
            </>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-2">
          {response ? (
            isRaw ? (
              <Payload label="Answer" text={rawAnswer(response)} isPlain />
            ) : (
              <>
                <Payload label={`Answer ${response.status}`} text={prettyText(response.body)} />
                <Headers of="the answer" headers={response.headers} />
              </>
            )
          ) : (
            <p className="rounded-md border border-line bg-sunken p-3 text-sm">
              <span className="block text-xs text-ink-faint">No answer</span>
              {plainText(fault ?? 'Nothing came back.')}
            </p>
          )}
        </div>
      </div>
    </div>
  )
}

function Headers({ of, headers }: { of: string; headers: Readonly<Record<string, string>> }) {
  const all = Object.entries(headers)
  if (all.length === 0) return null
  return (
    <details className="text-xs">
      <summary className="w-fit rounded-sm text-ink-soft hover:text-ink">
        {all.length} {all.length === 1 ? 'header' : 'headers'} of {of}
      </summary>
      <dl className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-3 gap-y-1 pt-1.5 font-mono">
        {all.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="break-all text-ink-faint">{plainText(name)}</dt>
            <dd className="break-all">{plainText(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
