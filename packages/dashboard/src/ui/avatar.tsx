import { memo } from 'react'
import { classes } from './classes.ts'

/** Three shapes and three hues out of the id's first digits: the same person looks the same everywhere. */
export function avatarShapes(id: string) {
  const digits = id.replace(/^[a-z]+_/, '')
  const byte = (index: number) => Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16) || 0
  const hue = Math.round((byte(0) / 256) * 360)
  return {
    ground: `oklch(0.87 0.07 ${hue})`,
    large: {
      color: `oklch(0.7 0.13 ${(hue + 40 + byte(1) / 4) % 360})`,
      x: 4 + (byte(2) / 255) * 24,
      y: 14 + (byte(3) / 255) * 18
    },
    small: {
      color: `oklch(0.5 0.12 ${(hue + 300 - byte(4) / 4) % 360})`,
      x: 6 + (byte(5) / 255) * 20,
      y: 4 + (byte(6) / 255) * 14
    }
  }
}

const sizes = { small: 'size-5', normal: 'size-7', large: 'size-12' }

type Props = { id: string; size?: keyof typeof sizes; isOnline?: boolean }

export const Avatar = memo(function Avatar({ id, size = 'normal', isOnline = false }: Props) {
  const { ground, large, small } = avatarShapes(id)
  return (
    <span aria-hidden className={classes('relative inline-block shrink-0', sizes[size])}>
      <svg viewBox="0 0 32 32" className="size-full rounded-full" role="presentation">
        <rect width="32" height="32" fill={ground} />
        <circle cx={large.x} cy={large.y} r="13" fill={large.color} />
        <circle cx={small.x} cy={small.y} r="6.5" fill={small.color} />
      </svg>
      {isOnline && (
        <span
          className={classes(
            'absolute right-0 bottom-0 rounded-full border-2 border-surface bg-accent',
            size === 'large' ? 'size-3.5' : 'size-2.5'
          )}
        />
      )}
    </span>
  )
})
