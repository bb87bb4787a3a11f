import type { CatalogEntry } from '@foyer/protocol'
import { CircleCheck } from 'lucide-react'
import { classes } from '../../../ui/classes.ts'
import { Section } from '../../../ui/page.tsx'
import type { DestinationForm } from '../form/destination-form.ts'
import { ExamplesSent } from './examples-sent.tsx'

type Preset = CatalogEntry['presets'][number]
type Props = {
  kind: CatalogEntry
  chosen: Preset | undefined
  form: DestinationForm
  onChoose: (key: string) => void
}

/** Which events are sent at first, and what they become; each of it can be changed later. */
export function PresetChoice({ kind, chosen, form, onChoose }: Props) {
  return (
    <Section title="Preset" hint="Which events are sent and what they become. It can be changed under Mapping later.">
      <div role="radiogroup" aria-label="Preset" className="grid gap-2 sm:grid-cols-2">
        {kind.presets.map(preset => {
          const isChosen = preset.key === chosen?.key
          return (
            <label
              key={preset.key}
              className={classes(
                'relative flex flex-col rounded-md border p-3.5 text-sm transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
                isChosen ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface hover:bg-hover'
              )}
            >
              <input
                type="radio"
                name="preset"
                className="sr-only"
                checked={isChosen}
                onChange={() => onChoose(preset.key)}
              />
              <span className="flex items-start justify-between gap-2 font-medium">
                {preset.name}
                <CircleCheck
                  aria-hidden
                  className={classes('mt-0.5 size-4 shrink-0 text-accent', !isChosen && 'invisible')}
                />
              </span>
              <span className="text-ink-soft">{preset.description}</span>
            </label>
          )
        })}
      </div>
      {chosen && <ExamplesSent kind={kind} preset={chosen.key} form={form} />}
    </Section>
  )
}
