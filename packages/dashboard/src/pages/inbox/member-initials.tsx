import { classes } from '../../ui/classes.ts'

/** A colleague is two letters, a visitor is an avatar: the two are never taken for each other. */
export function MemberInitials({
  name,
  isMe = false,
  isSmall = true
}: {
  name: string
  isMe?: boolean
  isSmall?: boolean
}) {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map(word => [...(word ?? '')][0] ?? '')
    .join('')
  return (
    <span
      aria-hidden
      className={classes(
        'inline-flex shrink-0 items-center justify-center rounded-full font-medium uppercase',
        isMe ? 'bg-accent-soft text-accent' : 'bg-pressed text-ink-soft',
        isSmall ? 'size-5 text-[0.6rem]' : 'size-7 text-xs'
      )}
    >
      {letters}
    </span>
  )
}
