import { ApiError } from '../../api.ts'
import { fieldFault } from '../../ui/states.tsx'
import type { AnswersForm } from './answers-form.ts'

/** What the form shows, and changes: every part of it is given the same. */
export type Given = {
  form: AnswersForm
  write: (next: Partial<AnswersForm>) => void
  faults: Partial<Record<keyof AnswersForm, string>>
  fault: unknown
  mayWrite: boolean
}

const names: Partial<Record<keyof AnswersForm, string>> = {
  name: 'name',
  fallback: 'fallback',
  baseUrl: 'openai.baseUrl',
  model: 'openai.model',
  apiKey: 'openai.apiKey',
  instructions: 'openai.instructions',
  maxTokens: 'openai.maxTokens',
  tokensADay: 'openai.tokensADay',
  openaiSeconds: 'openai.timeoutSeconds',
  webhookUrl: 'webhook.url',
  webhookSeconds: 'webhook.timeoutSeconds',
  phrases: 'handOver.phrases',
  afterAnswers: 'handOver.afterAnswers'
}

export const faultIn = ({ faults, fault }: Given, field: keyof AnswersForm): string | undefined =>
  faults[field] ?? fieldFault(fault, names[field] ?? field)

export const isOfField = (fault: unknown): boolean =>
  fault instanceof ApiError && fault.field !== undefined && Object.values(names).includes(fault.field)
