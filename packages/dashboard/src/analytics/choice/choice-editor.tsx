import type { EventChoice } from '@foyer/protocol'
import { ChevronDown } from 'lucide-react'
import { Suspense, useState } from 'react'
import { lazyPage } from '../../shell/lazy-page.tsx'
import { Button } from '../../ui/button.tsx'
import { isFinishedCondition } from '../filters/filter-draft.ts'
import { choiceWords } from './choice-words.ts'

/** Most who look at a report choose no event: the list comes when somebody does. */
export const EventPicker = lazyPage(() => import('./event-picker.tsx'), 'EventPicker')

const ChoiceConditions = lazyPage(() => import('./choice-conditions.tsx'), 'ChoiceConditions')

/** Without the conditions that have not been finished. */
export function finished<Choice extends EventChoice>({
  where,
  ...choice
}: Choice): Omit<Choice, 'where'> & EventChoice {
  const whole = (where ?? []).filter(isFinishedCondition)
  return { ...choice, event: choice.event, ...(whole.length > 0 && { where: whole }) }
}

/** Which event, and what must hold of it. */
export function ChoiceEditor({ of, onChange }: { of: EventChoice; onChange: (next: EventChoice) => void }) {
  const [isPicking, setPicking] = useState(false)
  const { where: _conditions, label: _label, ...bare } = of
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-2">
      <Button className="max-w-full self-start" onClick={() => setPicking(true)}>
        <bdi className="truncate">{choiceWords(bare)}</bdi>
        <ChevronDown aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
      </Button>
      <Suspense>
        <ChoiceConditions choice={of} onChange={onChange} />
      </Suspense>
      {isPicking && (
        <Suspense>
          <EventPicker title="Which event?" onPick={onChange} onClose={() => setPicking(false)} />
        </Suspense>
      )}
    </div>
  )
}
