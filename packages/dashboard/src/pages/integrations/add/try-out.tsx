import { CopyIcon } from '../../../ui/copy.tsx'

const command = 'npm run demo:liveperson'

/** How somebody sees deliveries arrive before they have an account anywhere. */
export const TryOut = () => (
  <p className="rounded-md border border-dashed border-line-strong px-3 py-2.5 text-sm text-ink-soft">
    No account at hand?{' '}
    <span className="inline-flex items-center gap-0.5 align-middle whitespace-nowrap">
      <code className="text-ink">{command}</code>
      <CopyIcon text={command} label="Copy the command" />
    </span>{' '}
    in Foyer’s folder starts a LivePerson of your own, says what to fill in here, and lists what arrives.
  </p>
)
