import type { Destination } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { useCan } from '../../session.ts'
import { faultText } from '../../ui/states.tsx'
import { Switch } from '../../ui/switch.tsx'
import { toast } from '../../ui/toasts.tsx'
import { plainText } from '../../words/people.ts'
import { changeDestination } from './integrations-data.ts'

/** On, it is sent events from now on; off, none. */
export function DestinationSwitch({ destination }: { destination: Destination }) {
  const mayWrite = useCan('destinations:write')
  const name = plainText(destination.name)
  const switching = useMutation({
    mutationFn: (enabled: boolean) => changeDestination(destination.id, { enabled }),
    onSuccess: changed => toast(changed.enabled ? `${name} is sent events again.` : `${name} is paused.`),
    onError: fault => toast(faultText(fault))
  })
  return (
    <Switch
      label={`${name} is switched on`}
      isOn={switching.isPending ? switching.variables : destination.enabled}
      isFixed={!mayWrite}
      onChange={isOn => !switching.isPending && switching.mutate(isOn)}
    />
  )
}
