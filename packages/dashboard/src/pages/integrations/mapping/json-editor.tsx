import type { MappingProblem } from '@foyer/protocol'
import { CircleAlert } from 'lucide-react'
import { useRef } from 'react'
import { Textarea } from '../../../ui/field.tsx'
import { lineAt, linesOf } from './place-lines.ts'

type Props = {
  text: string
  fault: { fault: string; line?: number } | undefined
  problems: readonly MappingProblem[]
  isFixed: boolean
  onChange: (text: string) => void
}

/** The mapping as JSON, with what is wrong below it, each with its line. */
export function JsonEditor({ text, fault, problems, isFixed, onChange }: Props) {
  const area = useRef<HTMLTextAreaElement>(null)
  const lines = fault ? new Map<string, number>() : linesOf(text)
  const told = fault
    ? [{ line: fault.line, at: '', message: fault.fault }]
    : problems.map(one => ({ ...one, line: lineAt(lines, one.at) }))
  const goTo = (line: number) => {
    const field = area.current
    if (!field) return
    const before = text.split('\n').slice(0, line - 1)
    const start = before.reduce((sum, one) => sum + one.length + 1, 0)
    field.focus()
    field.setSelectionRange(start, start + (text.split('\n')[line - 1]?.length ?? 0))
    field.scrollTop = Math.max(0, (line - 4) * (field.scrollHeight / Math.max(1, text.split('\n').length)))
  }
  return (
    <div className="flex flex-col gap-3">
      <Textarea
        ref={area}
        aria-label="The mapping as JSON"
        aria-describedby="mapping-json-problems"
        aria-invalid={told.length > 0 || undefined}
        rows={28}
        spellCheck={false}
        wrap="off"
        readOnly={isFixed}
        className="font-mono text-xs leading-5"
        value={text}
        onChange={({ target }) => onChange(target.value)}
      />
      <ul id="mapping-json-problems" aria-label="Problems" className="flex flex-col gap-1.5">
        {told.map(({ line, at, message }) => (
          <li key={`${at} ${message}`} className="flex items-start gap-2 text-sm text-danger">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            <span className="min-w-0">
              {line !== undefined && (
                <button type="button" className="mr-1.5 underline underline-offset-2" onClick={() => goTo(line)}>
                  Line {line}
                </button>
              )}
              {at !== '' && <code className="mr-1.5 font-mono text-xs break-all">{at}</code>}
              {message}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
