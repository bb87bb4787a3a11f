import type { ResponderChange, ResponderKind, ResponderSettings } from '@foyer/protocol'

/** The settings as they stand in the form: numbers are the text somebody types. */
export type AnswersForm = {
  kind: ResponderKind
  name: string
  fallback: string
  baseUrl: string
  model: string
  /** Typed anew; empty leaves the kept one as it is. */
  apiKey: string
  isKeyForgotten: boolean
  instructions: string
  maxTokens: string
  /** Empty: no limit. */
  tokensADay: string
  openaiSeconds: string
  webhookUrl: string
  webhookSeconds: string
  confidenceBelow: number
  phrases: readonly string[]
  afterAnswers: string
}

export const formOf = ({ kind, name, fallback, openai, webhook, handOver }: ResponderSettings): AnswersForm => ({
  kind,
  name,
  fallback: fallback ?? '',
  baseUrl: openai.baseUrl,
  model: openai.model,
  apiKey: '',
  isKeyForgotten: false,
  instructions: openai.instructions,
  maxTokens: String(openai.maxTokens),
  tokensADay: openai.tokensADay === undefined ? '' : String(openai.tokensADay),
  openaiSeconds: String(openai.timeoutSeconds),
  webhookUrl: webhook.url,
  webhookSeconds: String(webhook.timeoutSeconds),
  confidenceBelow: handOver.confidenceBelow,
  phrases: handOver.phrases,
  afterAnswers: handOver.afterAnswers === undefined ? '' : String(handOver.afterAnswers)
})

/** What of the form is other than what is kept, as the wire says it; undefined where nothing is. */
export function changeOf(kept: ResponderSettings, form: AnswersForm): ResponderChange | undefined {
  const was = formOf(kept)
  const differs = (key: keyof AnswersForm) => JSON.stringify(form[key]) !== JSON.stringify(was[key])
  const change: ResponderChange = present({
    kind: differs('kind') ? form.kind : undefined,
    name: differs('name') ? form.name.trim() : undefined,
    fallback: differs('fallback') ? form.fallback.trim() || null : undefined,
    openai: group({
      baseUrl: differs('baseUrl') ? form.baseUrl.trim() : undefined,
      model: differs('model') ? form.model.trim() : undefined,
      apiKey: form.apiKey.trim() !== '' ? form.apiKey.trim() : form.isKeyForgotten ? null : undefined,
      instructions: differs('instructions') ? form.instructions.trim() : undefined,
      maxTokens: differs('maxTokens') ? Number(form.maxTokens) : undefined,
      tokensADay: differs('tokensADay') ? numberOrNone(form.tokensADay) : undefined,
      timeoutSeconds: differs('openaiSeconds') ? Number(form.openaiSeconds) : undefined
    }),
    webhook: group({
      url: differs('webhookUrl') ? form.webhookUrl.trim() : undefined,
      timeoutSeconds: differs('webhookSeconds') ? Number(form.webhookSeconds) : undefined
    }),
    handOver: group({
      confidenceBelow: differs('confidenceBelow') ? form.confidenceBelow : undefined,
      phrases: differs('phrases') ? [...form.phrases] : undefined,
      afterAnswers: differs('afterAnswers') ? numberOrNone(form.afterAnswers) : undefined
    })
  })
  return Object.keys(change).length === 0 ? undefined : change
}

/** What is plainly missing or wrong, by field, before anybody is asked. */
export function faultsOf(form: AnswersForm): Partial<Record<keyof AnswersForm, string>> {
  const webAddress = 'A web address, such as https://api.example/v1.'
  return present({
    name: form.name.trim() === '' ? 'Visitors see it: give it a name.' : undefined,
    ...(form.kind === 'openai' && {
      baseUrl: isWeb(form.baseUrl) ? undefined : webAddress,
      model: form.model.trim() === '' ? 'Name the model, as the service calls it.' : undefined,
      maxTokens: between(form.maxTokens, 16, 8_000),
      tokensADay: form.tokensADay === '' ? undefined : between(form.tokensADay, 1_000, 1_000_000_000),
      openaiSeconds: between(form.openaiSeconds, 1, 120)
    }),
    ...(form.kind === 'webhook' && {
      webhookUrl: isWeb(form.webhookUrl) ? undefined : webAddress,
      webhookSeconds: between(form.webhookSeconds, 1, 120)
    }),
    afterAnswers: form.afterAnswers === '' ? undefined : between(form.afterAnswers, 1, 100)
  })
}

/** What the slider means, so that nobody has to know what 0.35 is. */
export function confidenceWords(below: number): string {
  if (below <= 0) return 'It always tries, however badly the best passage fits.'
  if (below <= 0.25) return 'Only when hardly anything fits.'
  if (below <= 0.5) return 'When the best passage may not be what was meant.'
  if (below <= 0.75) return 'Unless a passage fits well.'
  return 'Nearly always: only what fits word for word is answered.'
}

const between = (text: string, least: number, most: number): string | undefined => {
  const value = Number(text)
  return text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most
    ? undefined
    : `A whole number from ${least.toLocaleString('en-GB')} to ${most.toLocaleString('en-GB')}.`
}

const numberOrNone = (text: string) => (text === '' ? null : Number(text))

const isWeb = (text: string) => /^https?:$/.test(URL.parse(text.trim())?.protocol ?? '')

const present = <Values extends object>(values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values

const group = <Values extends object>(values: Values): Values | undefined => {
  const given = present(values)
  return Object.keys(given).length === 0 ? undefined : given
}
