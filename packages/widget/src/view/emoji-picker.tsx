import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { emoji } from '../text/emoji.ts'

const columns = 8

/** A grid with one tab stop; the arrows move in it. */
export const EmojiPicker = ({
  label,
  onPick,
  onClose
}: {
  label: string
  onPick: (picked: string) => void
  onClose: () => void
}) => {
  const [at, setAt] = useState(0)
  const grid = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    grid.current?.querySelectorAll('button')[at]?.focus()
  }, [at])
  const move = (event: KeyboardEvent) => {
    const isRtl = grid.current?.closest('[dir]')?.getAttribute('dir') === 'rtl'
    const sideways = isRtl ? -1 : 1
    const steps: Record<string, number> = {
      ArrowRight: sideways,
      ArrowLeft: -sideways,
      ArrowDown: columns,
      ArrowUp: -columns,
      Home: -at,
      End: emoji.length - 1 - at
    }
    if (event.key === 'Escape') {
      event.stopPropagation()
      onClose()
    }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    setAt(Math.max(0, Math.min(emoji.length - 1, at + step)))
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend
    <div class="emoji" role="group" aria-label={label} ref={grid} onKeyDown={move}>
      {emoji.map((picked, index) => (
        <button type="button" tabIndex={index === at ? 0 : -1} onClick={() => onPick(picked)}>
          {picked}
        </button>
      ))}
    </div>
  )
}
