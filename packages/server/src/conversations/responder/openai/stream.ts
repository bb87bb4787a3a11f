import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Reached } from '../../../outward/index.ts'
import { ResponderError } from '../responder.ts'

const count = Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000_000 }))
/** Some count only one of the two, and some count nonsense: then it is estimated, and the answer is as good as before. */
const Usage = Type.Object({ prompt_tokens: count, completion_tokens: count })
const Reason = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
/** As much of a chunk as we read; providers put more into it. */
const Chunk = Type.Object({
  choices: Type.Optional(
    Type.Array(
      Type.Object({
        delta: Type.Optional(Type.Object({ content: Text })),
        message: Type.Optional(Type.Object({ content: Text })),
        finish_reason: Reason
      })
    )
  ),
  usage: Type.Optional(Type.Unknown()),
  error: Type.Optional(Type.Unknown())
})
type Chunk = Static<typeof Chunk>

export type Completion = { text: string; promptTokens?: number; completionTokens?: number }

const garbled = () =>
  new ResponderError(
    'garbled',
    'What the model’s server sent is not an answer in the OpenAI format. Check the base URL.'
  )
const cutOff = () => new ResponderError('broke_off', 'The model’s server broke off in the middle of its answer.')

/** Reads a completion as it streams; `grow` gets the whole so far. More text than `mostChars` is left unread. */
export async function readCompletion(
  reached: Reached,
  mostChars: number,
  grow: (text: string) => void
): Promise<Completion> {
  const type = reached.headers['content-type'] ?? ''
  if (!type.includes('event-stream')) return readWhole(await reached.text(), grow)
  const completion: Completion = { text: '' }
  let isEnded = false
  let isGarbled = false
  const parser = createParser({
    onEvent(event: EventSourceMessage) {
      if (event.data.trim() === '[DONE]') {
        isEnded = true
        return
      }
      const chunk = parse(event.data)
      if (!chunk) {
        isGarbled = true
        return
      }
      if (take(completion, chunk)) isEnded = true
    }
  })
  const decoder = new TextDecoder()
  for await (const bytes of reached.chunks) {
    const before = completion.text
    parser.feed(decoder.decode(bytes, { stream: true }))
    if (isGarbled) {
      reached.end()
      throw garbled()
    }
    if (completion.text !== before) grow(completion.text)
    if (completion.text.length > mostChars) {
      reached.end()
      return { ...completion, text: completion.text.slice(0, mostChars) }
    }
  }
  if (!isEnded) throw completion.text === '' ? garbled() : cutOff()
  return completion
}

function parse(data: string): Chunk | null {
  try {
    return checked(JSON.parse(data))
  } catch (fault) {
    if (fault instanceof SyntaxError) return null
    throw fault
  }
}

const checked = (value: unknown): Chunk | null => (Value.Check(Chunk, value) ? value : null)

/** Whether the model says that it is done. */
function take(completion: Completion, chunk: Chunk): boolean {
  if (chunk.error !== undefined && chunk.error !== null)
    throw new ResponderError('refused', 'The model’s server reported an error in the middle of its answer.')
  const [choice] = chunk.choices ?? []
  completion.text += choice?.delta?.content ?? choice?.message?.content ?? ''
  if (Value.Check(Usage, chunk.usage)) {
    const { prompt_tokens: prompt, completion_tokens: completed } = chunk.usage
    if (prompt !== undefined) completion.promptTokens = prompt
    if (completed !== undefined) completion.completionTokens = completed
  }
  return typeof choice?.finish_reason === 'string'
}

/** Some servers do not stream, and say all of it at once. */
function readWhole(text: string, grow: (text: string) => void): Completion {
  const chunk = parse(text)
  if (!chunk?.choices?.length) throw garbled()
  const completion: Completion = { text: '' }
  take(completion, chunk)
  grow(completion.text)
  return completion
}
