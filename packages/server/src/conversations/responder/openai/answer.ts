import type { Randomness } from '../../../http/index.ts'
import type { Reach, Reached } from '../../../outward/index.ts'
import { type Question, type Responder, ResponderError, shownPassages, sourcesOf } from '../responder.ts'
import { citedIn, isRefusal, shownSoFar, uncited } from './presentable.ts'
import { type ChatMessage, promptFor } from './prompt.ts'
import { readCompletion } from './stream.ts'

export type Model = {
  baseUrl: string
  model: string
  key: string | null
  instructions: string
  maxTokens: number
  timeoutSeconds: number
  /** Below it the model is not asked: what it would say is not in the documents. */
  confidenceBelow: number
}

/** What a message holds. */
const mostChars = 8_000
const mostBytes = 4 * 1024 * 1024
const mostSources = 3
/** Of languages written in letters. Where the server does not count, this is near enough for a bill to be no surprise. */
const charsPerToken = 4

/** Any server that speaks OpenAI's chat completions. It gets text and gives text; there is nothing else it could do. */
export const openaiResponder =
  (model: Model, { reach, random }: { reach: Reach; random: Randomness }): Responder =>
  async (question, telling) => {
    if (!question.isSmallTalk && question.confidence < model.confidenceBelow)
      return { text: '', confidence: question.confidence, isUnsure: true, passages: [], sources: [] }
    const mark = Buffer.from(random(9)).toString('base64url')
    const messages = promptFor(question, model.instructions, mark)
    const reached = await request(reach, model, messages, telling.signal)
    const completion = await readCompletion(reached, mostChars, text => telling.write(shownSoFar(text)))
    const text = uncited(completion.text).trim()
    const isUnsure = isRefusal(completion.text) || text === ''
    return {
      text: isUnsure ? '' : text,
      confidence: question.isSmallTalk ? 1 : question.confidence,
      isUnsure,
      ...used(question, completion.text, isUnsure),
      promptTokens: completion.promptTokens ?? estimate(messages.map(message => message.content).join('')),
      completionTokens: completion.completionTokens ?? estimate(completion.text)
    }
  }

const estimate = (text: string) => Math.ceil(text.length / charsPerToken)

/** Only what it was given can be a source, whatever numbers it writes. */
function used(question: Question, text: string, isUnsure: boolean) {
  const { passages, isSmallTalk } = question
  if (isSmallTalk || isUnsure) return { passages: shownPassages(passages), sources: [] }
  const cited = citedIn(text).flatMap(number => passages[number - 1] ?? [])
  return {
    passages: shownPassages(cited.length > 0 ? cited : passages),
    sources: sourcesOf(cited.length > 0 ? cited : passages).slice(0, mostSources)
  }
}

type Spoken = { limit: 'max_tokens' | 'max_completion_tokens'; usage: boolean }

async function request(reach: Reach, model: Model, messages: ChatMessage[], signal: AbortSignal): Promise<Reached> {
  const deadline = performance.now() + model.timeoutSeconds * 1000
  const spoken: Spoken = { limit: 'max_tokens', usage: true }
  for (;;) {
    const reached = await reach(`${model.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream, application/json',
        ...(model.key === null ? {} : { authorization: `Bearer ${model.key}` })
      },
      body: JSON.stringify({
        model: model.model,
        messages,
        stream: true,
        ...(spoken.usage ? { stream_options: { include_usage: true } } : {}),
        [spoken.limit]: model.maxTokens
      }),
      timeoutMs: Math.max(1, deadline - performance.now()),
      mostBytes,
      signal
    })
    if (reached.status === 200) return reached
    const said = await excerpt(reached)
    if (reached.status !== 400 || !adapt(spoken, said)) throw refusal(reached.status)
  }
}

/** Dialects: newer models call the limit otherwise, older servers do not count. */
function adapt(spoken: Spoken, said: string): boolean {
  if (spoken.limit === 'max_tokens' && said.includes('max_completion_tokens')) spoken.limit = 'max_completion_tokens'
  else if (spoken.usage && said.includes('stream_options')) spoken.usage = false
  else return false
  return true
}

async function excerpt(reached: Reached): Promise<string> {
  let text = ''
  for await (const chunk of reached.chunks) {
    text += chunk.toString('utf8')
    if (text.length > 10_000) break
  }
  reached.end()
  return text
}

function refusal(status: number): ResponderError {
  if (status === 401 || status === 403)
    return new ResponderError('refused', `The model’s server does not accept the key (${status}). Write it again.`)
  if (status === 404)
    return new ResponderError(
      'refused',
      'The model’s server knows no such model or address (404). Check the base URL and the model.'
    )
  if (status === 429)
    return new ResponderError(
      'refused',
      'The model’s server takes no more questions for now (429). Check its limits and your plan.'
    )
  if (status >= 300 && status < 400)
    return new ResponderError(
      'refused',
      `The model’s server sends elsewhere (${status}). Write the address it leads to.`
    )
  return new ResponderError('refused', `The model’s server answered ${status}.`)
}
