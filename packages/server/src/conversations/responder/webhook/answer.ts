import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { type Reach, signed } from '../../../outward/index.ts'
import { type Question, type Responder, ResponderError, shownPassages } from '../responder.ts'

export type Hook = { url: string; secret: string | null; timeoutSeconds: number }

const mostBytes = 256 * 1024
const textChars = 8_000
const mostSources = 5

const Reply = Type.Object({
  text: Type.Optional(Type.String()),
  confidence: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  handOver: Type.Optional(Type.Boolean()),
  sources: Type.Optional(
    Type.Array(Type.Object({ title: Type.String(), url: Type.Optional(Type.String()) }), { maxItems: 50 })
  )
})

/** Asks the team's own program. Signed as standardwebhooks.com says, so that a library at the other end can tell who asks. */
export const webhookResponder =
  (hook: Hook, { reach, clock }: { reach: Reach; clock: () => Date }): Responder =>
  async (question, telling) => {
    if (hook.secret === null)
      throw new ResponderError('not_set', 'The webhook has no secret to sign with. Make one first.')
    const body = JSON.stringify(bodyOf(question))
    const reached = await reach(hook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...signed(hook.secret, question.answerId, clock(), body)
      },
      body,
      timeoutMs: hook.timeoutSeconds * 1000,
      mostBytes,
      signal: telling.signal
    })
    if (reached.status !== 200) {
      reached.end()
      throw new ResponderError('refused', `The webhook answered ${reached.status} where 200 was expected.`)
    }
    const reply = parse(await reached.text())
    const text = (reply.text ?? '').slice(0, textChars)
    telling.write(text)
    return {
      text,
      confidence: reply.confidence ?? (text.trim() === '' ? 0 : 1),
      isUnsure: reply.handOver === true || text.trim() === '',
      passages: shownPassages(question.passages),
      sources: (reply.sources ?? [])
        .filter(({ url }) => url === undefined || /^https?:$/.test(URL.parse(url)?.protocol ?? ''))
        .slice(0, mostSources)
        .map(({ title, url }) => ({ title: title.slice(0, 300), ...(url === undefined ? {} : { url }) }))
    }
  }

/** Who asks is told by id alone; whoever may know more asks the API. */
const bodyOf = (question: Question) => ({
  type: 'question',
  answerId: question.answerId,
  conversationId: question.conversationId,
  agentId: question.agentId,
  ...(question.visitorId === null ? {} : { visitorId: question.visitorId }),
  source: question.source,
  text: question.text,
  ...(question.language === undefined ? {} : { language: question.language }),
  before: question.before,
  passages: shownPassages(question.passages),
  confidence: question.confidence
})

function parse(text: string) {
  const wrong = new ResponderError('garbled', 'The webhook’s answer is not of the form {"text": "…"}.')
  try {
    const reply: unknown = JSON.parse(text)
    if (Value.Check(Reply, reply)) return reply
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) throw fault
  }
  throw wrong
}
