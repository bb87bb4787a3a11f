import { BadgeCheck, Bot } from 'lucide-react'
import { countryName, drawsFlags, flagOf, isCountryCode } from '../words/countries.ts'
import { type KindOfAttribute, kindWords } from '../words/people.ts'
import { classes } from './classes.ts'

export function VerifiedMark({ className }: { className?: string }) {
  return (
    <span
      title={`Verified: ${kindWords.verified.meaning.toLowerCase()}`}
      className="inline-flex shrink-0 align-text-bottom"
    >
      <BadgeCheck aria-hidden className={classes('size-4 text-accent', className)} />
      <span className="sr-only">Verified</span>
    </span>
  )
}

export function BotMark() {
  return (
    <span title="A bot by its user agent" className="inline-flex shrink-0 text-ink-faint">
      <Bot aria-hidden className="size-4" />
      <span className="sr-only">Bot</span>
    </span>
  )
}

const kindLooks: Record<KindOfAttribute, string> = {
  verified: 'bg-accent-soft text-accent',
  claimed: 'bg-info-soft text-info',
  inferred: 'border border-dashed border-line-strong text-ink-faint'
}

/** Proven, said, or worked out: told apart by word, colour and line, so that no one of them is needed. */
export function KindMark({ kind }: { kind: KindOfAttribute }) {
  const { word, meaning } = kindWords[kind]
  return (
    <span
      title={meaning}
      className={classes('inline-flex h-5 shrink-0 items-center gap-1 rounded-sm px-1.5 text-xs', kindLooks[kind])}
    >
      {kind === 'verified' && <BadgeCheck aria-hidden className="size-3" />}
      {word}
    </span>
  )
}

export function Flag({ code }: { code: string | undefined }) {
  if (code !== undefined && isCountryCode(code) && !drawsFlags())
    return (
      <span
        aria-hidden
        title={countryName(code)}
        className="inline-flex h-4 w-5 shrink-0 items-center justify-center rounded-[3px] bg-pressed text-[0.625rem] font-medium tracking-tight text-ink-soft"
      >
        {code}
      </span>
    )
  return (
    <span
      aria-hidden
      title={code === undefined ? undefined : countryName(code)}
      className="inline-block w-5 text-base leading-none"
    >
      {flagOf(code)}
    </span>
  )
}

export function Country({ code }: { code: string | undefined }) {
  return code === undefined ? (
    <span className="text-ink-faint">—</span>
  ) : (
    <span className="flex min-w-0 items-center gap-1.5">
      <Flag code={code} />
      <span className="truncate">{countryName(code)}</span>
    </span>
  )
}
