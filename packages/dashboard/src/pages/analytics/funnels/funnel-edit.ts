import type { FunnelStep } from '@foyer/protocol'
import { exclusionsOf, exclusionsText, type FunnelSearch, stepsOf, stepsText } from './funnel-search.ts'

// Changes of the steps. Whatever names a step by its place goes with it; the people shown belong to the funnel as it was.

export const addStep = (search: FunnelSearch, step: FunnelStep): FunnelSearch =>
  withSteps(search, [...stepsOf(search), step])

export const changeStep = (search: FunnelSearch, index: number, step: FunnelStep): FunnelSearch =>
  withSteps(search, stepsOf(search).with(index, step))

export function removeStep(search: FunnelSearch, index: number): FunnelSearch {
  const steps = stepsOf(search).toSpliced(index, 1)
  return withSteps(search, steps, place => (place === index + 1 ? undefined : place > index + 1 ? place - 1 : place))
}

export function moveStep(search: FunnelSearch, from: number, to: number): FunnelSearch {
  const steps = stepsOf(search)
  const moved = steps[from]
  if (moved === undefined || to < 0 || to >= steps.length) return search
  const places = steps
    .map((_, index) => index)
    .toSpliced(from, 1)
    .toSpliced(to, 0, from)
  return withSteps(search, steps.toSpliced(from, 1).toSpliced(to, 0, moved), place => places.indexOf(place - 1) + 1)
}

function withSteps(
  search: FunnelSearch,
  changed: readonly FunnelStep[],
  newPlace: (place: number) => number | undefined = place => place
): FunnelSearch {
  const steps = changed.map((step, index) => (index === 0 || index === changed.length - 1 ? whole(step) : step))
  const exclusions = exclusionsOf(search).map(one => {
    if (one.after === undefined) return one
    const { after, ...rest } = one
    const place = newPlace(after)
    return place === undefined || place >= steps.length ? rest : { ...rest, after: place }
  })
  const isPlace = search.credit !== undefined && search.credit !== 'last'
  const credit = isPlace ? newPlace(Number(search.credit))?.toString() : search.credit
  return {
    ...search,
    steps: stepsText(steps),
    exclude: exclusionsText(exclusions),
    credit,
    step: undefined,
    who: undefined,
    of: undefined
  }
}

/** A funnel begins and ends with a step that counts. */
const whole = ({ optional: _optional, ...step }: FunnelStep): FunnelStep => step
