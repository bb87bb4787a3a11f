/** A shape, read in passing; the figure stands beside it, and its points in the chart it opens. */
export function Sparkline({ points }: { points: readonly number[] }) {
  const most = Math.max(...points, 0) || 1
  const step = points.length > 1 ? 100 / (points.length - 1) : 0
  const at = (value: number) => 22 - (value / most) * 20
  const path = points.map(
    (value, index) => `${index === 0 ? 'M' : 'L'}${(index * step).toFixed(1)} ${at(value).toFixed(1)}`
  )
  return (
    <svg viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden className="h-6 w-full text-ink-faint">
      {points.length > 1 && (
        <>
          <path d={`${path.join('')}L100 24L0 24Z`} className="fill-current opacity-10" />
          <path
            d={path.join('')}
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            vectorEffect="non-scaling-stroke"
          />
        </>
      )}
    </svg>
  )
}
