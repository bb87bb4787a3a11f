import { CirclePause, Radio } from 'lucide-react'
import { Button } from './button.tsx'

type Props = { isLive: boolean; onChange: (isLive: boolean) => void; live: string; paused: string }

/** Whether a list takes in what is new while one reads; `live` and `paused` say what happens to it. */
export function LiveButton({ isLive, onChange, live, paused }: Props) {
  return (
    <Button
      aria-pressed={isLive}
      look={isLive ? 'chosen' : 'plain'}
      icon={isLive ? <Radio aria-hidden className="size-4" /> : <CirclePause aria-hidden className="size-4" />}
      title={isLive ? live : paused}
      onClick={() => onChange(!isLive)}
    >
      {isLive ? 'Live' : 'Paused'}
    </Button>
  )
}
