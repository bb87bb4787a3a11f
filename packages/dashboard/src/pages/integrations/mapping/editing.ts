import type { MappingDifference, MappingProblem, SampleEvent } from '@foyer/protocol'
import { createContext, use } from 'react'
import type { SamplePath } from './sample-paths.ts'

/** What every part of the editor looks at: the event chosen beside it, and what the server says of the draft. */
export type Editing = {
  sample: SampleEvent | undefined
  paths: readonly SamplePath[]
  /** Names of events that were, to choose from. */
  names: readonly string[]
  problems: readonly MappingProblem[]
  differences: readonly MappingDifference[]
}

export const EditingContext = createContext<Editing>({
  sample: undefined,
  paths: [],
  names: [],
  problems: [],
  differences: []
})
export const useEditing = (): Editing => use(EditingContext)

/** What is wrong at a place itself. */
export const problemAt = (problems: readonly MappingProblem[], place: string): string | undefined =>
  problems.find(({ at }) => at === place)?.message

export const problemsWithin = (problems: readonly MappingProblem[], place: string): MappingProblem[] =>
  problems.filter(({ at }) => at === place || at.startsWith(`${place}.`))
