import { Search, X } from 'lucide-react'
import { type Ref, useEffect, useEffectEvent, useState } from 'react'
import { useSettled } from '../../shell/use-settled.ts'
import { Input } from '../../ui/field.tsx'

type Props = { value: string | undefined; onChange: (text: string | undefined) => void; ref: Ref<HTMLInputElement> }

/** Typing is instant; the address and the question follow when the hand rests. */
export function InboxSearchField({ value, onChange, ref }: Props) {
  const [typed, setTyped] = useState(value ?? '')
  const [known, setKnown] = useState(value)
  const settled = useSettled(typed, 180)
  if (value !== known) {
    setKnown(value)
    if ((value ?? '') !== typed.trim()) setTyped(value ?? '')
  }
  const tell = useEffectEvent((text: string) => {
    if (text.trim() !== (value ?? '') && text === typed) onChange(text.trim() === '' ? undefined : text.trim())
  })
  useEffect(() => tell(settled), [settled])
  return (
    <search className="relative min-w-0 flex-1">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-faint" />
      <Input
        ref={ref}
        type="text"
        enterKeyHint="search"
        maxLength={200}
        aria-label="Search messages and notes"
        placeholder="Search messages"
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
          className="pointer-events-none absolute top-2 right-2.5 font-sans text-xs text-ink-faint max-md:hidden"
        >
          F
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
