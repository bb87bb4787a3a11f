import { X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { IconButton } from './button.tsx'

type Toast = { id: number; text: string }

const shownForMs = 5_000
const mostShown = 3
const listeners = new Set<() => void>()
let toasts: readonly Toast[] = []
let lastId = 0

function show(next: readonly Toast[]): void {
  toasts = next
  for (const tell of listeners) tell()
}

const dismiss = (id: number) => show(toasts.filter(toast => toast.id !== id))

export function toast(text: string): void {
  lastId += 1
  const id = lastId
  show([...toasts.slice(1 - mostShown), { id, text }])
  setTimeout(dismiss, shownForMs, id)
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-20 z-50 flex flex-col items-center gap-2 md:bottom-6"
    >
      {shown.map(({ id, text }) => (
        <div
          key={id}
          className="pointer-events-auto flex animate-rise items-center gap-3 rounded-md bg-raised py-2 pr-2 pl-4 text-sm shadow-float"
        >
          {text}
          <IconButton isSmall label="Dismiss" onClick={() => dismiss(id)}>
            <X aria-hidden className="size-3.5" />
          </IconButton>
        </div>
      ))}
    </div>
  )
}
