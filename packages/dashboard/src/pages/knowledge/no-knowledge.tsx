import { BookOpen, FileUp, Globe, TextCursorInput } from 'lucide-react'
import type { ReactNode } from 'react'
import { Empty } from '../../ui/states.tsx'

type Props = { mayWrite: boolean; onText: () => void; onFiles: () => void; onSite: () => void }

/** Nothing to answer from: the three ways to change that, each with what it is good for. */
export function NoKnowledge({ mayWrite, onText, onFiles, onSite }: Props) {
  return (
    <div className="mx-auto max-w-3xl pb-12">
      <Empty icon={<BookOpen aria-hidden className="size-5" />} title="Give the agent something to answer from">
        It reads what you put here, finds the passage that fits a question, and answers with a link to it. Where nothing
        fits it says so and calls a person. No other service is needed for that.
      </Empty>
      {mayWrite ? (
        <div className="grid gap-3 px-4 sm:grid-cols-3">
          <Way icon={<TextCursorInput aria-hidden className="size-4" />} title="Paste text" onClick={onText}>
            One question and its answer is enough to begin. Text, Markdown or HTML.
          </Way>
          <Way icon={<FileUp aria-hidden className="size-4" />} title="Upload files" onClick={onFiles}>
            Handbooks and price lists: PDF, Markdown, HTML or text. Dropping them on this page works too.
          </Way>
          <Way icon={<Globe aria-hidden className="size-4" />} title="Read your site" onClick={onSite}>
            Every page of your site map or help centre, read again when you ask.
          </Way>
        </div>
      ) : (
        <p className="px-4 text-center text-sm text-ink-faint">An owner or admin can add documents.</p>
      )}
    </div>
  )
}

type WayProps = { icon: ReactNode; title: string; onClick: () => void; children: string }

function Way({ icon, title, onClick, children }: WayProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex flex-col items-start gap-1.5 rounded-md border border-line bg-surface p-4 text-left text-sm transition-colors hover:border-line-strong hover:bg-hover"
    >
      <span className="flex items-center gap-2 font-medium">
        <span className="text-accent">{icon}</span>
        {title}
      </span>
      <span className="text-ink-soft">{children}</span>
    </button>
  )
}
