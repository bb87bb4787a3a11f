import { SegmentBody, SegmentCall, type SegmentCallType, segmentLimits } from '@foyer/protocol'
import { Compile } from 'typebox/compile'
import { AppError } from '../../http/index.ts'
import type { Rejection } from '../accept.ts'

const bodyCheck = Compile(SegmentBody)
const callCheck = Compile(SegmentCall)

/** A call with what its batch says for all, and its place in the batch. */
export type Call = Omit<SegmentCall, 'type'> & { type: SegmentCallType; index: number }
export type OpenedCalls = {
  calls: Call[]
  rejected: Rejection[]
  sentAt: string | number | undefined
  writeKey: string | undefined
}

/** `type` where the address says it; a batch says it in each call. */
export function openCalls(text: string, type: SegmentCallType | null): OpenedCalls {
  const body = parsed(text)
  if (!bodyCheck.Check(body)) throw notAsExpected(bodyCheck.Errors(body)[0])
  if (type === null && body.batch === undefined)
    throw new AppError('malformed', 'There is no "batch" in the body. Send {"batch": […], "writeKey", "sentAt"}.', {
      field: 'batch'
    })
  const candidates: unknown[] = type === null ? (body.batch ?? []) : [{ ...body, type }]
  if (candidates.length > segmentLimits.calls)
    throw new AppError(
      'too_large',
      `A batch holds at most ${segmentLimits.calls} calls; this one has ${candidates.length}.`,
      {
        field: 'batch'
      }
    )
  // Only where the whole is larger than one may be can one of them be.
  const mayBeLarge = text.length * 3 > segmentLimits.callBytes
  const calls: Call[] = []
  const rejected: Rejection[] = []
  for (const [index, candidate] of candidates.entries()) {
    const call = opened(candidate, index, mayBeLarge)
    if ('code' in call) rejected.push(call)
    else calls.push(type === null ? withShared(call, body) : call)
  }
  return { calls, rejected, sentAt: body.sentAt ?? undefined, writeKey: body.writeKey }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError(
      'malformed',
      'The body is not JSON. Send a call of the Segment tracking API, or a batch of them.'
    )
  }
}

function notAsExpected(fault: { instancePath: string; message: string } | undefined): AppError {
  const field = (fault?.instancePath ?? '').slice(1).replaceAll('/', '.')
  return new AppError('malformed', `${field || 'The body'} ${fault?.message ?? 'is not as it should be'}.`, {
    ...(field ? { field } : {})
  })
}

function opened(candidate: unknown, index: number, mayBeLarge: boolean): Call | Rejection {
  if (!callCheck.Check(candidate)) {
    const [fault] = callCheck.Errors(candidate)
    const field = (fault?.instancePath ?? '').slice(1).replaceAll('/', '.')
    return {
      index,
      code: 'invalid_event',
      message: `${field || 'The call'} ${fault?.message ?? 'is not as it should be'}.`
    }
  }
  const { type } = candidate
  if (type === undefined)
    return {
      index,
      code: 'unknown_type',
      message: 'The call has no type. Send identify, track, page, screen, group or alias.'
    }
  if (mayBeLarge && Buffer.byteLength(JSON.stringify(candidate)) > segmentLimits.callBytes)
    return {
      index,
      code: 'properties_too_large',
      message: `The call is larger than ${segmentLimits.callBytes / 1024} KB as JSON.`
    }
  return { ...candidate, type, index }
}

const withShared = (call: Call, { context, integrations }: SegmentBody): Call => ({
  ...call,
  ...(context ? { context: { ...context, ...call.context } } : {}),
  ...(integrations ? { integrations: { ...integrations, ...call.integrations } } : {})
})
