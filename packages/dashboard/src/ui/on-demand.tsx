import {
  cloneElement,
  type HTMLAttributes,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useState
} from 'react'
import { toast } from './toasts.tsx'

/**
 * What floats over a page (placing it, keeping the focus in it) weighs as much as a page itself, and most visits open none of it.
 * So it is fetched when somebody reaches for a button that opens some.
 */
export function onDemand<Parts>(load: () => Promise<Parts>) {
  let parts: Parts | undefined
  return {
    /** Where something can only be drawn inside what has been opened. */
    get here(): Parts {
      if (!parts) throw new Error('This is drawn inside something that was opened, and nothing was.')
      return parts
    },
    async come(): Promise<void> {
      parts ??= await load()
    }
  }
}

/** The button: what it does when pressed is decided here. */
export type Trigger = ReactElement<HTMLAttributes<HTMLElement> & { 'data-state'?: string }>

type Props = {
  opens: 'menu' | 'dialog'
  parts: { come(): Promise<void> }
  trigger: Trigger
  /** What the button opens, open. */
  children: () => ReactNode
}

export function OnDemand({ opens, parts, trigger, children }: Props) {
  const [isHere, setHere] = useState(false)
  if (isHere) return children()
  // A failure is told when it matters, at the press.
  const reach = () => void parts.come().catch(() => undefined)
  const press = () =>
    void parts.come().then(
      () => setHere(true),
      () => toast('Foyer does not answer, or was updated since you opened it. Reload the page.')
    )
  return cloneElement(trigger, {
    'aria-haspopup': opens,
    'aria-expanded': false,
    'data-state': 'closed',
    onPointerEnter: reach,
    onFocus: reach,
    onClick: press,
    onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'ArrowDown' || opens !== 'menu') return
      event.preventDefault()
      press()
    }
  })
}
