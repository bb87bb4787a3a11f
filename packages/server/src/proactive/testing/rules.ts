import { randomUUID } from 'node:crypto'
import type {
  ProactiveCondition,
  ProactivePreview,
  ProactivePreviewRequest,
  ProactiveRule,
  ProactiveRules,
  ProactiveRuleWrite,
  ProactiveShown,
  WidgetProactive
} from '@foyer/protocol'
import { expect } from 'vitest'
import { type Answer, call, type Minted } from '../../../test/workspace.ts'
import { as, type Guest } from '../../conversations/testing/talking.ts'

export const rulesOf = (workspace: Minted) => `/api/agents/${workspace.agentId}/proactive`
export const widgetOf = (workspace: Minted) => `/api/widget/${workspace.agentId}/proactive`

export const anyPage: ProactiveCondition = { kind: 'timeOnPage', seconds: 5 }

export async function addRule(workspace: Minted, more: Partial<ProactiveRuleWrite> = {}): Promise<ProactiveRule> {
  const made = await call<ProactiveRule>('POST', rulesOf(workspace), {
    who: workspace.key,
    body: {
      name: 'Pricing hesitation',
      message: 'Can I help you choose?',
      conditions: [anyPage],
      frequency: { kind: 'once' },
      enabled: true,
      ...more
    }
  })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  return made.body
}

export const change = (workspace: Minted, rule: { id: string }, body: object) =>
  call<ProactiveRule>('PATCH', `${rulesOf(workspace)}/${rule.id}`, { who: workspace.key, body })

export const setLimits = (workspace: Minted, body: object) =>
  call('PATCH', rulesOf(workspace), { who: workspace.key, body })

export const listed = async (workspace: Minted): Promise<ProactiveRules> =>
  (await call<ProactiveRules>('GET', rulesOf(workspace), { who: workspace.key })).body

/** What a page is told it has to watch for. */
export async function standing(workspace: Minted, visitor: Guest): Promise<WidgetProactive> {
  const told = await as<WidgetProactive>(visitor, 'GET', widgetOf(workspace))
  expect(told.status, JSON.stringify(told.body)).toBe(200)
  return told.body
}
export const idsFor = async (workspace: Minted, visitor: Guest) =>
  (await standing(workspace, visitor)).rules.map(rule => rule.id)

export const show = (workspace: Minted, visitor: Guest, rule: { id: string }, id: string = randomUUID()) =>
  as<ProactiveShown>(visitor, 'POST', `${widgetOf(workspace)}/shown`, {
    id,
    ruleId: rule.id,
    url: 'https://shop.example/pricing'
  })

export const isShown = async (
  workspace: Minted,
  visitor: Guest,
  rule: { id: string },
  id?: string
): Promise<boolean> => {
  const answer = await show(workspace, visitor, rule, id)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body.shown
}
export const dismiss = (workspace: Minted, visitor: Guest, id: string): Promise<Answer> =>
  as(visitor, 'POST', `${widgetOf(workspace)}/dismissed`, { id })

export async function preview(
  workspace: Minted,
  conditions: ProactiveCondition[],
  more: Partial<ProactivePreviewRequest> = {}
): Promise<ProactivePreview> {
  const answer = await call<ProactivePreview>('POST', `${rulesOf(workspace)}/preview`, {
    who: workspace.key,
    body: { conditions, frequency: { kind: 'times', times: 50, days: 1 }, ...more }
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
