import type { AgentLook } from '@foyer/protocol'
import { Moon, RotateCcw, Sun } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button, IconButton } from '../../../ui/button.tsx'

/** As the dashboard itself is: by the person's choice, else by the system's. */
const isDashboardDark = () => {
  const { theme } = document.documentElement.dataset
  return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
}

/**
 * The real widget in a frame of its own, over a server that is simulated in there: without storage, and with a policy that lets no
 * request out, it makes no visitors and no conversations.
 */
export function LookPreview({ look }: { look: AgentLook }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [isReady, setReady] = useState(false)
  const [isDark, setDark] = useState(isDashboardDark)
  const [round, setRound] = useState(0)
  const shown = JSON.stringify(look)

  useEffect(() => {
    const hear = (event: MessageEvent) => {
      if (event.source === frame.current?.contentWindow && event.data === 'ready') setReady(true)
    }
    window.addEventListener('message', hear)
    return () => window.removeEventListener('message', hear)
  }, [])
  useEffect(() => {
    // The frame has no origin that could be named; what is sent is not secret, and it alone hears it.
    if (isReady) frame.current?.contentWindow?.postMessage({ look: JSON.parse(shown), isDark }, '*')
  }, [isReady, shown, isDark])

  return (
    <aside
      aria-label="Preview"
      className="flex shrink-0 flex-col border-t border-line bg-sunken lg:min-h-0 lg:w-[27rem] lg:border-t-0 lg:border-l xl:w-[30rem]"
    >
      <div className="flex h-11 shrink-0 items-center gap-2 border-b border-line px-4 text-sm">
        <h2 className="flex-1 font-medium">Preview</h2>
        <IconButton
          label="Begin again"
          isSmall
          onClick={() => {
            setReady(false)
            setRound(before => before + 1)
          }}
        >
          <RotateCcw aria-hidden className="size-4" />
        </IconButton>
        <Button
          size="small"
          aria-pressed={isDark}
          icon={isDark ? <Moon aria-hidden className="size-3.5" /> : <Sun aria-hidden className="size-3.5" />}
          onClick={() => setDark(!isDark)}
        >
          {isDark ? 'Dark page' : 'Light page'}
        </Button>
      </div>
      <iframe
        key={round}
        ref={frame}
        title="The chat widget as visitors see it"
        src="/widget-preview"
        sandbox="allow-scripts"
        style={{ colorScheme: isDark ? 'dark' : 'light' }}
        className="h-[40rem] w-full lg:h-auto lg:flex-1"
      />
      <p className="shrink-0 border-t border-line px-4 py-2 text-xs text-ink-faint">
        Open it and write in it: nothing leaves this page, and nobody is counted.
      </p>
    </aside>
  )
}
