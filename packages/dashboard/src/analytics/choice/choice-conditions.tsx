import type { EventChoice } from '@foyer/protocol'
import { Where } from '../filters/did-fields.tsx'

type Props = { choice: EventChoice; onChange: (next: EventChoice) => void }

/** What must hold of an event: with all that a condition is written with, which a page that is only read does not need. */
export const ChoiceConditions = (props: Props) => <Where {...props} />
