type Points = readonly (number | undefined)[]

/** Of each point and those before it, `over` together; nothing until there are that many. What has no figure is left out of it. */
export function movingAverage(points: Points, over: number): (number | undefined)[] {
  return points.map((_value, index) => {
    if (index < over - 1) return undefined
    const known = points.slice(index - over + 1, index + 1).filter(value => value !== undefined)
    return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length
  })
}
