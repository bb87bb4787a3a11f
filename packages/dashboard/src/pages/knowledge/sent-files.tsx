import { CircleAlert, LoaderCircle, RotateCw, X } from 'lucide-react'
import { IconButton } from '../../ui/button.tsx'
import { counted } from '../../words/numbers.ts'
import { plainText } from '../../words/people.ts'
import type { Sent } from './use-files.ts'

type Props = { files: readonly Sent[]; arrived: number; onAgain: (key: string) => void; onDrop: (key: string) => void }

/** What is on its way here, and what was refused and why. */
export function SentFiles({ files, arrived, onAgain, onDrop }: Props) {
  const going = files.filter(({ state }) => state !== 'failed').length
  return (
    <div className="contents">
      <p role="status" className="sr-only">
        {going > 0
          ? `${counted(going, 'file')} on the way`
          : arrived > 0
            ? `${counted(arrived, 'file')} arrived`
            : undefined}
      </p>
      {files.length > 0 && (
        <ul aria-label="Files on their way" className="flex flex-col divide-y divide-line border-b border-line">
          {files.map(({ key, name, state, fault, isFinal }) => (
            <li key={key} className="flex min-h-10 items-center gap-2.5 px-4 py-1.5 text-sm md:px-5">
              {state === 'failed' ? (
                <CircleAlert aria-hidden className="size-4 shrink-0 text-danger" />
              ) : (
                <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin text-ink-faint" />
              )}
              <bdi className="min-w-0 shrink truncate">{plainText(name)}</bdi>
              <span
                role={fault === undefined ? undefined : 'alert'}
                className={fault ? 'text-danger' : 'text-ink-faint'}
              >
                {fault ?? (state === 'going' ? 'sending…' : 'waiting')}
              </span>
              <span className="flex-1" />
              {state === 'failed' && !isFinal && (
                <IconButton isSmall label={`Send ${plainText(name)} again`} onClick={() => onAgain(key)}>
                  <RotateCw aria-hidden className="size-3.5" />
                </IconButton>
              )}
              {state !== 'going' && (
                <IconButton isSmall label={`Leave ${plainText(name)} out`} onClick={() => onDrop(key)}>
                  <X aria-hidden className="size-3.5" />
                </IconButton>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
