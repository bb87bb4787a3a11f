import { CopyIcon } from '../../../ui/copy.tsx'

const command = 'npm run demo:liveperson'

/** How somebody sees deliveries arrive before they have an account anywhere. */
export const TryOut = () => (
  <p className="rounded-md border border-dashed border-line-strong px-3 py-2.5 text-sm text-ink-soft">
    No account at hand? <code className="text-ink">{command}</code> <CopyIcon text={command} label="Copy the command" />{' '}
    in Foyer’s folder starts a LivePerson of your own, says what to fill in here, and lists what arrives.
  </p>
)
