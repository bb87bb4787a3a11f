import { Undo2 } from 'lucide-react'
import { Button } from '../../ui/button.tsx'

export function TakeUp({ revision, onPress }: { revision: number; onPress: () => void }) {
  return (
    <Button
      size="small"
      className="shrink-0 sm:w-28"
      icon={<Undo2 aria-hidden className="size-3.5" />}
      onClick={onPress}
    >
      Take up<span className="sr-only"> revision {revision}</span>
    </Button>
  )
}
