import type { FigureKind } from './figure-text.ts'

const clockSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400]

/** Round values from below the least (or zero) to above the most, about `wanted` of them. */
export function ticksOf(least: number, most: number, kind: FigureKind, wanted = 5): number[] {
  const low = Math.min(0, least)
  const high = Math.max(0, most)
  const rough = (high - low || (kind === 'share' ? 0.01 : 1)) / wanted
  const step = stepOf(rough, kind)
  const first = Math.floor(low / step) * step
  const ticks: number[] = []
  for (let index = 0; index <= wanted * 3; index++) {
    const tick = Number((first + index * step).toPrecision(12))
    ticks.push(tick)
    if (tick >= high && index > 0) break
  }
  return ticks
}

function stepOf(rough: number, kind: FigureKind): number {
  if (kind === 'seconds') {
    const clock = clockSteps.find(step => step >= rough)
    if (clock !== undefined) return clock
  }
  const power = 10 ** Math.floor(Math.log10(rough))
  // A quarter of ten per cent would need another digit, or be rounded to a place where it is not.
  const factors = kind === 'share' || (kind === 'count' && power < 10) ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10]
  const step = factors.map(factor => factor * power).find(candidate => candidate >= rough * 0.999) ?? power * 10
  // Half a visitor is no place on an axis.
  return kind === 'count' ? Math.max(1, step) : step
}

/** Every how many of the marks along an axis there is room for a word. */
export function everyNth(marks: number, room: number, wordWidth: number): number {
  const words = Math.max(1, Math.floor(room / wordWidth))
  const every = Math.ceil(marks / words)
  return [1, 2, 3, 4, 6, 7, 12, 14, 24, 28].find(nice => nice >= every) ?? every
}
