import { classes } from '../../../ui/classes.ts'
import { CopyButton } from '../../../ui/copy.tsx'
import { seenText } from '../debugger/payload-text.ts'
import { inOrderOf, lineDifferences } from './line-differences.ts'

const looks = { same: '', added: 'bg-accent-soft text-accent', removed: 'bg-danger-soft text-danger line-through' }
const signs = { same: ' ', added: '+', removed: '−' }
const said = { same: '', added: 'Not in the preset: ', removed: 'Only in the preset: ' }

/** A body as it would be sent, with what the preset would have sent instead. */
export function ComparedPayload({ label, text, preset }: { label: string; text: string; preset: string | undefined }) {
  const lines = lineDifferences(seenText(preset === undefined ? text : inOrderOf(preset, text)), seenText(text))
  const isDifferent = lines.some(line => line.is !== 'same')
  return (
    <figure aria-label={label} className="min-w-0 overflow-hidden rounded-md border border-line bg-sunken">
      <figcaption className="flex h-8 items-center justify-between gap-2 border-b border-line pr-0.5 pl-3 text-xs text-ink-faint">
        <span className="truncate">
          {label}
          {isDifferent && ' · + yours, − the preset’s'}
        </span>
        <CopyButton text={text} />
      </figcaption>
      <section
        aria-label={`${label}, text`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        dir="ltr"
        className="max-h-[32rem] overflow-auto py-2 font-mono text-xs leading-5 whitespace-pre outline-offset-[-2px]"
      >
        {lines.map(line => (
          <div key={line.at} className={classes('w-max min-w-full px-3', looks[line.is])}>
            {isDifferent && (
              <span aria-hidden className="mr-2 inline-block w-2 select-none">
                {signs[line.is]}
              </span>
            )}
            {line.is !== 'same' && <span className="sr-only">{said[line.is]}</span>}
            {line.text}
          </div>
        ))}
      </section>
    </figure>
  )
}
