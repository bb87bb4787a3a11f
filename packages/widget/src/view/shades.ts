import type { Colors } from '../loader/dress.ts'

const grounds = { light: '#ffffff', dark: '#1a1b18' } as const
export type Theme = keyof typeof grounds

const mix = ({ channels }: Colors, color: string, share: number, other: string): string => {
  const others = channels(other)
  const mixed = channels(color).map((value, at) => value * share + (others[at] ?? 0) * (1 - share))
  return `#${mixed
    .map(value =>
      Math.round(value * 255)
        .toString(16)
        .padStart(2, '0')
    )
    .join('')}`
}
const contrast = ({ luminance }: Colors, a: string, b: string) => {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

/** The accent as a text colour, moved towards black or white until it can be read on this ground, and as a faint tint. */
export const shadesOf = (colors: Colors, accent: string, theme: Theme): { link: string; soft: string } => {
  const ground = grounds[theme]
  const soft = mix(colors, accent, theme === 'dark' ? 0.3 : 0.1, ground)
  let link = accent
  for (let share = 1; share > 0 && contrast(colors, link, soft) < 4.6; share -= 0.08)
    link = mix(colors, accent, share, theme === 'dark' ? '#ffffff' : '#000000')
  return { link, soft }
}
