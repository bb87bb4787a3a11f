import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Checkbox, Field, Textarea } from '../../../ui/field.tsx'
import { type PathsSearch, pathLimits, patternsOf, patternsText } from './paths-search.ts'

type Props = { search: PathsSearch; onSave: (next: Partial<PathsSearch>) => void; onClose: () => void }

/** Which pages are one. */
export function FoldDialog({ search, onSave, onClose }: Props) {
  const [typed, setTyped] = useState(patternsOf(search).join('\n'))
  const [folds, setFolds] = useState(search.fold !== 'no')
  const [repeats, setRepeats] = useState(search.repeats === 'yes')
  const save = () => {
    onSave({
      patterns: patternsText(patternsOf({ patterns: typed.replaceAll('\n', ',') })),
      fold: folds ? undefined : 'no',
      repeats: repeats ? 'yes' : undefined
    })
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Pages that are one"
      description="A shop has a page for each product. Folded into one, the paths between them can be seen."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" onClick={save}>
            Fold
          </Button>
        </>
      }
    >
      <Field
        label="Patterns"
        hint={`One a line, at most ${pathLimits.patterns}: /product/* makes one page of all below /product/.`}
      >
        {state => (
          <Textarea
            {...state}
            rows={5}
            spellCheck={false}
            placeholder={'/product/*\n/blog/*'}
            value={typed}
            onChange={event => setTyped(event.target.value)}
          />
        )}
      </Field>
      <Checkbox
        label="Fold numbers and ids by themselves"
        hint="/order/1042 and /order/1043 are one page: /order/:number."
        checked={folds}
        onChange={event => setFolds(event.target.checked)}
      />
      <Checkbox
        label="Count a page that follows itself again"
        hint="A reload, or a filter that changes the address. Usually it is one."
        checked={repeats}
        onChange={event => setRepeats(event.target.checked)}
      />
    </Dialog>
  )
}
