import { Search, X } from 'lucide-react'
import { type Ref, useEffect, useEffectEvent, useRef, useState } from 'react'
import { usePlainKeys } from '../shell/keys.ts'
import { useSettled } from '../shell/use-settled.ts'
import { classes } from './classes.ts'
import { Input } from './field.tsx'

type Props = {
  label: string
  placeholder: string
  value: string | undefined
  onChange: (text: string | undefined) => void
  /** Where the page itself takes a key for it: which one, and the field it is for. */
  taken?: { key: string; ref: Ref<HTMLInputElement> }
}

/** Typing is instant; the address and the question follow when the hand rests. */
export function SearchField({ label, placeholder, value, onChange, taken }: Props) {
  const [typed, setTyped] = useState(value ?? '')
  const [known, setKnown] = useState(value)
  const field = useRef<HTMLInputElement>(null)
  const settled = useSettled(typed, 180)
  // Back, forward and "Clear" change the address from outside.
  if (value !== known) {
    setKnown(value)
    if ((value ?? '') !== typed.trim()) setTyped(value ?? '')
  }
  const tell = useEffectEvent((text: string) => {
    if (text.trim() !== (value ?? '') && text === typed) onChange(text.trim() === '' ? undefined : text.trim())
  })
  useEffect(() => tell(settled), [settled])
  usePlainKeys((key, event) => {
    if (key !== '/' || taken) return
    event.preventDefault()
    field.current?.focus()
  })
  return (
    <search className={classes('relative min-w-0 flex-1', !taken && 'max-w-md')}>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-faint" />
      <Input
        ref={taken?.ref ?? field}
        type="text"
        enterKeyHint="search"
        maxLength={200}
        aria-label={label}
        placeholder={placeholder}
        className="pr-8 pl-8"
        value={typed}
        onChange={event => setTyped(event.target.value)}
        onKeyDown={event => {
          if (event.key !== 'Escape') return
          if (typed === '') event.currentTarget.blur()
          else setTyped('')
        }}
      />
      {typed === '' ? (
        <kbd
          aria-hidden
          className="pointer-events-none absolute top-2 right-2.5 hidden font-sans text-xs text-ink-faint sm:block"
        >
          {taken?.key ?? '/'}
        </kbd>
      ) : (
        <button
          type="button"
          aria-label="Clear the search"
          onClick={() => setTyped('')}
          className="absolute top-1 right-1 flex size-6 items-center justify-center rounded-sm text-ink-faint hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </search>
  )
}
