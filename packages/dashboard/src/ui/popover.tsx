import { OnDemand, onDemand } from './on-demand.tsx'
import type { PopoverProps } from './popover-parts.tsx'

const parts = onDemand(() => import('./popover-parts.tsx'))

export function Popover(props: PopoverProps) {
  return (
    <OnDemand opens="dialog" parts={parts} trigger={props.trigger}>
      {() => <parts.here.Popover {...props} />}
    </OnDemand>
  )
}
