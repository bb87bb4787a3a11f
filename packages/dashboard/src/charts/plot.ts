import type { FigureKind } from './figure-text.ts'
import { shortFigure } from './figure-text.ts'
import { ticksOf } from './scale.ts'

export type Plot = {
  left: number
  right: number
  top: number
  bottom: number
  ticks: number[]
  x(index: number): number
  y(value: number): number
}

type Room = {
  width: number
  height: number
  points: number
  values: readonly number[]
  kind: FigureKind
  gutter: number
}

/** About what a digit is wide in the small text of an axis. */
const digitWidth = 7

/** Where in the drawing each point lies. */
export function plotOf({ width, height, points, values, kind, gutter }: Room): Plot {
  const ticks = ticksOf(Math.min(0, ...values), Math.max(0, ...values), kind)
  const words = Math.max(...ticks.map(tick => shortFigure(tick, kind).length))
  const left = Math.max(28, words * digitWidth + 10)
  const right = Math.max(left + 10, width - gutter)
  const top = 10
  const bottom = height - 24
  const low = ticks[0] ?? 0
  const high = ticks.at(-1) ?? 1
  return {
    left,
    right,
    top,
    bottom,
    ticks,
    x: index => (points <= 1 ? (left + right) / 2 : left + (index / (points - 1)) * (right - left)),
    y: value => bottom - ((value - low) / (high - low || 1)) * (bottom - top)
  }
}

/** What has no value is a gap. */
export function linePath(points: readonly (number | undefined)[], plot: Plot): string {
  let path = ''
  let isDown = false
  points.forEach((value, index) => {
    if (value === undefined) {
      isDown = false
      return
    }
    path += `${isDown ? 'L' : 'M'}${plot.x(index).toFixed(1)} ${plot.y(value).toFixed(1)}`
    isDown = true
  })
  return path
}

/** The names of lines at their ends, moved apart where they would lie on each other. */
export function apart(places: readonly number[], height: number, least: number, most: number): number[] {
  const order = places.map((y, index) => ({ y, index })).toSorted((left, right) => left.y - right.y)
  let last = Number.NEGATIVE_INFINITY
  for (const one of order) {
    one.y = Math.max(one.y, last + height, least)
    last = one.y
  }
  let next = most + height
  for (const one of order.toReversed()) {
    one.y = Math.min(one.y, next - height)
    next = one.y
  }
  return order.toSorted((left, right) => left.index - right.index).map(({ y }) => y)
}
