import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react'
import { classes } from '../../ui/classes.ts'
import { Input } from '../../ui/field.tsx'

export type Suggestion = { value: string; label: string; note?: ReactNode; group?: string }

type Props = {
  label: string
  /** What stands there as the words for it. */
  shown: string
  suggestions: readonly Suggestion[]
  onPick: (value: string) => void
  /** What has been typed so far; the owner may ask for more that fits. */
  onTyped?: (text: string) => void
  /** Typed words that are no suggestion are a value of their own. */
  takesAny?: boolean
  /** Cleared once picked, since several can be. */
  isMulti?: boolean
  onEmptyBackspace?: () => void
  placeholder?: string
  isLoading?: boolean
  autoFocus?: boolean
}

const mostShown = 60
const listHeightPx = 224

const nextOf = (active: number, step: number, length: number) =>
  active < 0 ? (step > 0 ? 0 : length - 1) : (active + step + length) % Math.max(1, length)

/**
 * Above everything, so that nothing it lies in cuts it off; under the field, or over it where there is no room. The field moves: what it lies in is
 * placed only after it has got the keyboard, and can be scrolled.
 */
function follow(list: HTMLElement, field: HTMLElement): () => void {
  let known = ''
  let frame = 0
  const lay = () => {
    frame = requestAnimationFrame(lay)
    const { top, bottom, left, width } = field.getBoundingClientRect()
    const now = `${top} ${left} ${width} ${window.innerHeight}`
    if (now === known) return
    known = now
    const isOver = bottom + listHeightPx > window.innerHeight && top > listHeightPx
    list.style.left = `${left}px`
    list.style.width = `${Math.max(width, 200)}px`
    list.style.top = isOver ? 'auto' : `${bottom + 4}px`
    list.style.bottom = isOver ? `${window.innerHeight - top + 4}px` : 'auto'
  }
  list.showPopover()
  lay()
  return () => cancelAnimationFrame(frame)
}

/** A field that offers what fits: typed into, moved through by arrows, taken with Enter. */
export function SuggestField(props: Props) {
  const { label, shown, suggestions, onPick, takesAny, isMulti, isLoading } = props
  const [typed, setTyped] = useState<string | undefined>()
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const id = useId()
  const listed = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const needle = (typed ?? '').trim().toLowerCase()
  const fitting = suggestions
    .filter(({ label: words, value }) => `${words}\n${value}`.toLowerCase().includes(needle))
    .slice(0, mostShown)
  const hasList = isOpen && fitting.length > 0
  useLayoutEffect(() => {
    if (!hasList || !listed.current || !input.current) return
    return follow(listed.current, input.current)
  }, [hasList])
  function go(to: number) {
    setActive(to)
    listed.current?.querySelectorAll('[role="option"]')[to]?.scrollIntoView({ block: 'nearest' })
  }

  function type(text: string) {
    setTyped(text)
    setOpen(true)
    setActive(text.trim() === '' || takesAny ? -1 : 0)
    props.onTyped?.(text)
  }
  function pick(value: string) {
    onPick(value)
    setTyped(isMulti ? '' : undefined)
    setOpen(false)
    setActive(-1)
    props.onTyped?.('')
  }
  /** What was typed counts when the field is left, too: as the suggestion of that name, or as it is. */
  function settle(): boolean {
    const text = typed?.trim()
    if (text === undefined || text === '') {
      setTyped(undefined)
      return false
    }
    const same = suggestions.find(one => one.label.toLowerCase() === text.toLowerCase() || one.value === text)
    if (same) pick(same.value)
    else if (takesAny) pick(text)
    else {
      setTyped(undefined)
      props.onTyped?.('')
      return false
    }
    return true
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    const { key } = event
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault()
      if (!isOpen) setOpen(true)
      else go(nextOf(active, key === 'ArrowDown' ? 1 : -1, fitting.length))
    } else if (key === 'Enter') {
      const chosen = isOpen ? fitting[active] : undefined
      if (chosen) pick(chosen.value)
      // Nothing typed: Enter is for the form around it.
      else if (!settle()) return
      event.preventDefault()
    } else if (key === 'Escape' && isOpen) {
      // Closes the list, and what the list lies in with the next press.
      event.preventDefault()
      event.nativeEvent.stopImmediatePropagation()
      setOpen(false)
    } else if (key === 'Backspace' && (typed ?? '') === '') props.onEmptyBackspace?.()
  }
  return (
    <div className="min-w-0 flex-1 basis-40">
      <Input
        ref={input}
        role="combobox"
        aria-label={label}
        aria-expanded={hasList}
        aria-controls={hasList ? `${id}-list` : undefined}
        aria-autocomplete="list"
        aria-activedescendant={hasList && active >= 0 ? `${id}-${active}` : undefined}
        aria-busy={isLoading || undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={1000}
        // The first gap of what was just opened by hand.
        autoFocus={props.autoFocus}
        placeholder={props.placeholder}
        value={typed ?? (isMulti ? '' : shown)}
        onFocus={event => {
          event.currentTarget.select()
          setOpen(true)
        }}
        onClick={() => setOpen(true)}
        onChange={event => type(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => {
          settle()
          setOpen(false)
        }}
      />
      {hasList && (
        <div
          ref={listed}
          id={`${id}-list`}
          role="listbox"
          aria-label={label}
          popover="manual"
          // A list that scrolls would be a stop of its own for Tab, and is gone once the field is left.
          tabIndex={-1}
          className="fixed inset-auto m-0 max-h-56 overflow-y-auto rounded-sm border border-line bg-raised p-1 text-ink shadow-float"
        >
          {fitting.map((one, index) => (
            <div key={one.value} role="presentation">
              {one.group !== undefined && one.group !== fitting[index - 1]?.group && (
                <div role="presentation" className="px-2 pt-2 pb-1 text-xs text-ink-faint">
                  {one.group}
                </div>
              )}
              <div
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === active}
                // Before the field is left, which would close the list under the press.
                onPointerDown={event => {
                  event.preventDefault()
                  pick(one.value)
                }}
                className={classes(
                  'flex cursor-pointer items-center gap-2 rounded-sm px-2 py-1.5 text-sm hover:bg-hover',
                  index === active && 'bg-hover'
                )}
              >
                <span className="min-w-0 flex-1 truncate">{one.label}</span>
                {one.note !== undefined && <span className="shrink-0 text-xs text-ink-faint">{one.note}</span>}
              </div>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
