/** Of each point and those before it, `over` together; nothing until there are that many. */
export function movingAverage(points: readonly number[], over: number): (number | undefined)[] {
  let sum = 0
  return points.map((value, index) => {
    sum += value - (points[index - over] ?? 0)
    return index < over - 1 ? undefined : sum / over
  })
}
