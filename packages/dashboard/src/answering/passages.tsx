import type { FoundPassage, Passage } from '@foyer/protocol'
import { Link } from '@tanstack/react-router'
import { ExternalLink } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { plainText, webAddress } from '../words/people.ts'

const shortChars = 280

/** The passages an answer is made from, the best first, each with where it stands. */
export function Passages({ passages }: { passages: readonly FoundPassage[] }) {
  return (
    <ol className="flex flex-col divide-y divide-line">
      {passages.map(passage => (
        <li key={passage.id} className="py-2.5 first:pt-0 last:pb-0">
          <PassageView passage={passage} score={passage.score} hasDocument />
        </li>
      ))}
    </ol>
  )
}

type Props = { passage: Passage; score?: number; hasDocument?: boolean }

export function PassageView({ passage, score, hasDocument }: Props) {
  const { title, headings, text, url, documentId, id } = passage
  const href = webAddress(url)
  const under = headings.map(plainText).filter(heading => heading.trim() !== '' && heading !== title)
  return (
    <div className="flex flex-col gap-1 text-sm">
      <div className="flex min-w-0 items-baseline gap-2">
        <p className="min-w-0 flex-1">
          {hasDocument && (
            <Link
              to="/agents/knowledge/$id"
              params={{ id: documentId }}
              hash={id}
              className="font-medium underline-offset-2 hover:underline"
            >
              <bdi>{plainText(title)}</bdi>
            </Link>
          )}
          {under.length > 0 && (
            <span className="text-ink-faint">
              {hasDocument && ' › '}
              <bdi>{under.join(' › ')}</bdi>
            </span>
          )}
        </p>
        {score !== undefined && (
          <span title="How well it fits, the best being highest" className="shrink-0 text-xs text-ink-faint">
            {scoreText(score)}
          </span>
        )}
        {href !== undefined && (
          <a
            href={href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            title={href}
            className="shrink-0 self-center rounded-sm text-ink-faint hover:text-ink"
          >
            <ExternalLink aria-hidden className="size-3.5" />
            <span className="sr-only">Open {plainText(title)} where it stands</span>
          </a>
        )}
      </div>
      <Words text={plainText(text)} />
    </div>
  )
}

const scoreText = (score: number) => (score < 10 ? score.toFixed(2) : score.toFixed(0))

function Words({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false)
  const id = useId()
  const isLong = text.length > shortChars * 1.2
  const shown = isLong && !isWhole ? `${text.slice(0, shortChars).trimEnd()}…` : text
  return (
    <>
      <p id={id} dir="auto" className="wrap-anywhere whitespace-pre-line text-ink-soft">
        {shown}
      </p>
      {isLong && (
        <Button
          size="small"
          look="quiet"
          aria-expanded={isWhole}
          aria-controls={id}
          className="-ml-2 self-start"
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? 'Less' : 'All of it'}
        </Button>
      )}
    </>
  )
}
