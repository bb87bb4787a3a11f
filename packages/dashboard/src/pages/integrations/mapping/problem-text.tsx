import { CircleAlert } from 'lucide-react'
import { problemAt, useEditing } from './editing.ts'

/** What is wrong with what stands above it. */
export function ProblemAt({ place }: { place: string }) {
  const { problems } = useEditing()
  const message = problemAt(problems, place)
  return message === undefined ? null : (
    <p className="flex items-start gap-1.5 text-xs text-danger">
      <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      {message}
    </p>
  )
}
