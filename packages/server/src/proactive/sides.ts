import type { PageSideCondition, ProactiveCondition, ServerSideCondition } from '@foyer/protocol'

const pageKinds = new Set<ProactiveCondition['kind']>(['page', 'timeOnPage', 'timeOnSite', 'scroll', 'event', 'cart'])

export const isPageSide = (condition: ProactiveCondition): condition is PageSideCondition =>
  pageKinds.has(condition.kind)

/** What a page may be told of a rule. */
export const pageSideOf = (conditions: readonly ProactiveCondition[]): PageSideCondition[] =>
  conditions.filter(isPageSide)

export const serverSideOf = (conditions: readonly ProactiveCondition[]): ServerSideCondition[] =>
  conditions.filter((condition): condition is ServerSideCondition => !isPageSide(condition))
