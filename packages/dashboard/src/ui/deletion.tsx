import { useState } from 'react'
import { ApiError } from '../api.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Section } from './page.tsx'
import { FormFault, faultText } from './states.tsx'

type Props = {
  /** "agent": as in "Delete this agent". */
  what: string
  name: string
  hint: string
  /** What goes with it, and that it cannot be taken back. */
  consequence: string
  deleting: { isPending: boolean; error: Error | null; mutate: () => void }
}

/** The end of a page of settings: a thing is deleted, and only after its consequence was read. */
export function Deletion({ what, name, hint, consequence, deleting: { isPending, error, mutate } }: Props) {
  const [isAsking, setAsking] = useState(false)
  return (
    <Section title={`Delete this ${what}`} hint={hint}>
      <div>
        <Button look="danger" onClick={() => setAsking(true)}>
          Delete the {what}
        </Button>
      </div>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Delete ${name}?`}
        description={consequence}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button look="danger" isBusy={isPending} onClick={() => mutate()}>
              {isPending ? 'Deleting…' : 'Delete'}
            </Button>
          </>
        }
      >
        <FormFault
          text={
            error instanceof ApiError && error.status === 404
              ? 'It was deleted already.'
              : error
                ? faultText(error)
                : undefined
          }
        />
      </Dialog>
    </Section>
  )
}
