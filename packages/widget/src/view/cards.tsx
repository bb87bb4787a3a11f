import { useState } from 'preact/hooks'
import { isEmail } from '../conversation/email-address.ts'
import { Icon } from './icons.tsx'
import type { Given } from './parts.ts'
import { askOf, useEmailTime } from './use-email-time.ts'

const mailPath = 'M4 6h16v12H4V6Zm0 1 8 6 8-6'
const faces = ['😞', '🙁', '😐', '🙂', '😊'] as const

/** Asks for an e-mail address when it is time; it can be declined, and taken up again. */
export const EmailCard = ({ given }: { given: Given }) => {
  const { chat, state, words } = given
  const { thread } = state
  const isDue = useEmailTime(given) === 0
  const [address, setAddress] = useState('')
  const [trouble, setTrouble] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [isKept, setKept] = useState(false)
  const [isReopened, setReopened] = useState(false)

  if (isKept)
    return (
      <p class="note" role="status">
        <Icon path={mailPath} size={15} />
        {words.emailKept}
      </p>
    )
  const isSkipped = thread.facts?.email === 'skipped' && thread.facts.status === 'open' && askOf(given) !== 'never'
  if (isSkipped && !isReopened)
    return (
      <button type="button" class="link note" onClick={() => setReopened(true)}>
        <Icon path={mailPath} size={15} />
        {words.emailLater}
      </button>
    )
  if (!isDue && !(isSkipped && isReopened)) return null
  const save = async () => {
    const text = address.trim()
    if (!isEmail(text)) return setTrouble(words.emailBad)
    setBusy(true)
    const heard = await chat.leaveEmail(text)
    setBusy(false)
    if (heard === 'kept') return setKept(true)
    setTrouble(heard === 'refused' ? words.emailBad : words.notSent)
  }
  const skip = () => {
    setReopened(false)
    chat.skipEmail()
  }
  return (
    <form
      class="card"
      noValidate
      onSubmit={event => {
        event.preventDefault()
        save()
      }}
    >
      <p id="foyer-email-ask">{words.emailAsk}</p>
      <div class="row">
        <input
          type="email"
          inputMode="email"
          autoComplete="email"
          dir="ltr"
          placeholder="name@example.com"
          aria-label={words.emailLabel}
          aria-describedby="foyer-email-ask"
          aria-invalid={!!trouble}
          value={address}
          onInput={event => {
            setAddress(event.currentTarget.value)
            setTrouble('')
          }}
        />
        <button type="submit" class="button" disabled={isBusy}>
          {words.emailSave}
        </button>
      </div>
      {trouble && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      <button type="button" class="link" onClick={skip}>
        {words.emailSkip}
      </button>
    </form>
  )
}

/** How it was, once the conversation is closed. The last word counts. */
export const RateCard = ({ given: { chat, state, words } }: { given: Given }) => {
  const facts = state.thread.facts
  const [score, setScore] = useState(0)
  const [comment, setComment] = useState('')
  const [isSent, setSent] = useState(false)
  if (facts?.status !== 'resolved') return null
  const chosen = score || (facts.rating?.score ?? 0)
  const choose = async (next: number) => {
    setScore(next)
    setSent(false)
    if (!(await chat.rate(next, comment.trim()))) setScore(0)
  }
  const send = async () => {
    if (await chat.rate(chosen, comment.trim())) setSent(true)
  }
  const isDone = isSent || !!facts.rating?.comment
  return (
    <div class="card rate">
      <p>{chosen ? words.rateThanks : words.rateAsk}</p>
      <fieldset class="faces">
        <legend class="sr">{words.rateAsk}</legend>
        {faces.map((face, at) => (
          <label class={chosen === at + 1 ? 'chosen' : undefined} title={words.rate[at]}>
            <input
              type="radio"
              class="sr"
              name="foyer-rating"
              checked={chosen === at + 1}
              aria-label={words.rate[at] ?? ''}
              onChange={() => choose(at + 1)}
            />
            <span aria-hidden="true">{face}</span>
          </label>
        ))}
      </fieldset>
      {chosen > 0 && !isDone && (
        <form
          class="row"
          onSubmit={event => {
            event.preventDefault()
            send()
          }}
        >
          <input
            type="text"
            maxLength={2000}
            dir="auto"
            placeholder={words.rateComment}
            aria-label={words.rateComment}
            value={comment}
            onInput={event => setComment(event.currentTarget.value)}
          />
          <button type="submit" class="button" disabled={!comment.trim()}>
            {words.rateSend}
          </button>
        </form>
      )}
    </div>
  )
}
