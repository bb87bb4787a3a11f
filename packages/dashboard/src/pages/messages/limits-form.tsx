import type { ProactiveSettings } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { FormFault, faultText } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'
import { changeSettings, lookAgain } from './messages-data.ts'

/** What holds for all messages of the agent together. */
export function LimitsForm({
  agent,
  settings,
  mayWrite
}: {
  agent: string
  settings: ProactiveSettings
  mayWrite: boolean
}) {
  const [perDay, setPerDay] = useState(String(settings.perDay))
  const [quietDays, setQuietDays] = useState(String(settings.quietDays))
  const saving = useMutation({
    mutationFn: () => changeSettings(agent, { perDay: Number(perDay), quietDays: Number(quietDays) }),
    onSuccess: async () => {
      toast('Saved')
      await lookAgain(agent)
    }
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!saving.isPending) saving.mutate()
  }
  const isSame = Number(perDay) === settings.perDay && Number(quietDays) === settings.quietDays
  return (
    <Section title="For all of them together" hint="So that nobody feels followed, whichever rules would fit.">
      <form onSubmit={submit} className="flex flex-col gap-3 text-sm">
        <p className="flex flex-wrap items-center gap-2">
          Show one person at most
          <span className="w-16">
            <Input
              type="number"
              aria-label="Show one person at most, in 24 hours"
              min={1}
              max={20}
              required
              disabled={!mayWrite}
              value={perDay}
              onChange={event => setPerDay(event.target.value)}
            />
          </span>
          in 24 hours
        </p>
        <p className="flex flex-wrap items-center gap-2">
          After somebody closed one, stay quiet for
          <span className="w-20">
            <Input
              type="number"
              aria-label="Days of quiet after somebody closed one"
              min={0}
              max={365}
              required
              disabled={!mayWrite}
              value={quietDays}
              onChange={event => setQuietDays(event.target.value)}
            />
          </span>
          days
        </p>
        <FormFault text={saving.error ? faultText(saving.error) : undefined} />
        {mayWrite && (
          <div>
            <Button type="submit" isBusy={saving.isPending} disabled={isSame}>
              Save
            </Button>
          </div>
        )}
      </form>
    </Section>
  )
}
