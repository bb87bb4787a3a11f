import { Suspense, useState } from 'react'
import { lazyPage } from '../shell/lazy-page.tsx'
import type { DialogProps } from './dialog-window.tsx'

const DialogWindow = lazyPage(() => import('./dialog-window.tsx'), 'DialogWindow')

/** Most pages are read without opening one, so what a dialog is made of is fetched when the first one opens. */
export function Dialog(props: DialogProps) {
  const [wasOpen, setWasOpen] = useState(props.isOpen)
  if (props.isOpen && !wasOpen) setWasOpen(true)
  return (
    wasOpen && (
      <Suspense>
        <DialogWindow {...props} />
      </Suspense>
    )
  )
}
