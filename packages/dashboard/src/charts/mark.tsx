import type { Look } from './looks.ts'

/** The sign of a series in its dash, mark and colour: before its name in a list, a tooltip or a table. */
export function LookMark({ look }: { look: Look }) {
  return (
    <svg viewBox="0 0 20 10" aria-hidden className="h-2.5 w-5 shrink-0" style={{ color: look.color }}>
      <path d="M0 5h20" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray={look.dash} />
      <Point look={look} x={10} y={5} radius={3.2} />
    </svg>
  )
}

type PointProps = { look: Look; x: number; y: number; radius: number; isHollow?: boolean }

export function Point({ look, x, y, radius, isHollow }: PointProps) {
  const paint = { fill: isHollow ? 'var(--surface)' : 'currentColor', stroke: 'currentColor', strokeWidth: 1.5 }
  if (look.mark === 'circle') return <circle cx={x} cy={y} r={radius} {...paint} />
  return <path d={shapes[look.mark](x, y, radius)} {...paint} />
}

const shapes = {
  square: (x: number, y: number, r: number) => `M${x - r * 0.9} ${y - r * 0.9}h${r * 1.8}v${r * 1.8}h${-r * 1.8}z`,
  diamond: (x: number, y: number, r: number) =>
    `M${x} ${y - r * 1.25}l${r * 1.25} ${r * 1.25}-${r * 1.25} ${r * 1.25}-${r * 1.25}-${r * 1.25}z`,
  triangle: (x: number, y: number, r: number) => `M${x} ${y - r * 1.2}l${r * 1.2} ${r * 2.1}h${-r * 2.4}z`
}
