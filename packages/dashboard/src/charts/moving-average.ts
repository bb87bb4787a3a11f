import type { Line } from './lines.tsx'

type Points = readonly (number | undefined)[]

/** Of each point and those before it, `over` together; nothing until there are that many. What has no figure is left out of it. */
export function movingAverage(points: Points, over: number): (number | undefined)[] {
  return points.map((_value, index) => {
    if (index < over - 1) return undefined
    const known = points.slice(index - over + 1, index + 1).filter(value => value !== undefined)
    return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length
  })
}

/** The line, and where an average is asked for the line faint below its average, which leaves out the point that is still growing. */
export function withAverage(line: Line, over: number | undefined, isRunning: boolean): Line[] {
  if (over === undefined) return [line]
  const averaged = movingAverage(isRunning ? line.points.slice(0, -1) : line.points, over)
  return [
    { ...line, isFilled: false, isFaint: true },
    {
      key: `${line.key} average`,
      label: `${line.label}, average of ${over}`,
      look: line.look,
      points: averaged,
      isWhole: true
    }
  ]
}
