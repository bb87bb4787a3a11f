import { Undo2 } from 'lucide-react'
import { Button } from '../../ui/button.tsx'

export function TakeUp({ revision, onPress }: { revision: number; onPress: () => void }) {
  return (
    <Button size="small" className="w-28 shrink-0" icon={<Undo2 aria-hidden className="size-3.5" />} onClick={onPress}>
      Take up<span className="sr-only"> revision {revision}</span>
    </Button>
  )
}
