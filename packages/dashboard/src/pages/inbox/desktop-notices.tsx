import { Bell, BellOff, BellRing } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { toast } from '../../ui/toasts.tsx'
import type { Notice } from './notices.ts'

const key = 'foyer.inbox.notices'
const isOffered = () => 'Notification' in window

function isWanted(): boolean {
  try {
    return localStorage.getItem(key) === 'on'
  } catch {
    // Storage is blocked: nothing was ever wanted here.
    return false
  }
}

function keepWanted(isOn: boolean): void {
  try {
    if (isOn) localStorage.setItem(key, 'on')
    else localStorage.removeItem(key)
  } catch {
    // As above: it holds until the page is left.
  }
}

/** One notice for each conversation: a second message takes the first one's place. */
export function showNotice({ id, title, body }: Notice, open: (id: string) => void): void {
  if (!isOffered() || Notification.permission !== 'granted' || !isWanted()) return
  const shown = new Notification(title, { body, tag: id, icon: '/favicon.svg' })
  shown.onclick = () => {
    window.focus()
    open(id)
    shown.close()
  }
}

/** Asked for by pressing this, never by itself. */
export function NoticesButton() {
  const [isOn, setOn] = useState(() => isOffered() && isWanted() && Notification.permission === 'granted')
  if (!isOffered()) return null
  async function press(): Promise<void> {
    if (isOn) {
      keepWanted(false)
      setOn(false)
      toast('Desktop notifications are off')
      return
    }
    const answer = await Notification.requestPermission()
    const isGranted = answer === 'granted'
    keepWanted(isGranted)
    setOn(isGranted)
    toast(
      isGranted
        ? 'You are told when a visitor writes and you are elsewhere'
        : 'The browser does not allow notifications here. Its settings for this site can change that.'
    )
  }
  const Icon = isOn ? BellRing : Notification.permission === 'denied' ? BellOff : Bell
  return (
    <IconButton
      label={isOn ? 'Turn desktop notifications off' : 'Turn desktop notifications on'}
      onClick={() => void press()}
    >
      <Icon aria-hidden className="size-4" />
    </IconButton>
  )
}
