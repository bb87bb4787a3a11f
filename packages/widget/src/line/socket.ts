import { backoffMs } from '../conversation/pace.ts'
import type { LiveFrame, LiveRequest } from '../wire.ts'
import { parseJson } from './storage.ts'

type Later = (work: () => void, ms: number) => () => void
/** What of a WebSocket is used. */
export type Wire = {
  send(text: string): void
  close(): void
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: (() => void) | null
}
export type LineState = 'resting' | 'connecting' | 'open' | 'waiting'

const readyWithinMs = 10_000
const pingEveryMs = 25_000
const pongWithinMs = 10_000

/**
 * Keeps a WebSocket to the server open: authenticates, notices a line that is dead without saying so, and connects again with
 * growing pauses. What was missed meanwhile is the caller's to ask for, at each `ready`.
 */
export const createLine = (given: {
  open: () => Wire
  agentId: string
  /** A token to enter with; `refused` was not taken. Undefined when there is none to be had now. */
  token: (refused?: string) => Promise<string | undefined>
  later: Later
  random: () => number
  onState: (state: LineState, failures: number) => void
  onFrame: (frame: LiveFrame) => void
}) => {
  const { later } = given
  let wire: Wire | undefined
  let state: LineState = 'resting'
  let failures = 0
  let refused: string | undefined
  let isWanted = false
  const callOff: (() => void)[] = []

  const timer = (work: () => void, ms: number) => callOff.push(later(work, ms))
  const clear = () => {
    for (const off of callOff.splice(0)) off()
  }
  const turn = (next: LineState) => {
    state = next
    given.onState(next, failures)
  }
  const drop = () => {
    clear()
    const old = wire
    wire = undefined
    if (!old) return
    old.onopen = old.onmessage = old.onclose = null
    old.close()
  }
  const fail = () => {
    drop()
    failures++
    if (!isWanted) return turn('resting')
    turn('waiting')
    timer(connect, backoffMs(failures - 1, given.random()))
  }
  const ping = () => {
    clear()
    timer(() => {
      send({ type: 'ping' })
      timer(fail, pongWithinMs)
    }, pingEveryMs)
  }

  const enter = (frame: LiveFrame, token: string) => {
    if (frame.type === 'ready') {
      failures = 0
      turn('open')
      return ping()
    }
    if (frame.type === 'error' && state === 'connecting') {
      if (/token|credential/.test(frame.code)) refused = token
      return fail()
    }
    ping()
    given.onFrame(frame)
  }

  const connect = async () => {
    drop()
    turn('connecting')
    const token = await given.token(refused)
    if (!isWanted || state !== 'connecting' || wire) return
    if (!token) return fail()
    const opened = given.open()
    wire = opened
    timer(fail, readyWithinMs)
    opened.onopen = () => send({ type: 'authenticate', as: 'visitor', agentId: given.agentId, token })
    opened.onclose = fail
    opened.onmessage = ({ data }) => {
      const frame = parseJson<LiveFrame>(typeof data === 'string' ? data : null)
      if (frame && wire === opened) enter(frame, token)
    }
  }

  const send = (request: LiveRequest) => wire?.send(JSON.stringify(request))

  return {
    /** Connects, or when waiting for the next try does not wait any longer. */
    want() {
      isWanted = true
      if (state === 'resting' || state === 'waiting') connect()
    },
    rest() {
      isWanted = false
      drop()
      if (state !== 'resting') turn('resting')
    },
    /** False when the line is down: what was to be said is lost. */
    send(request: LiveRequest): boolean {
      if (state !== 'open') return false
      send(request)
      return true
    },
    isOpen: () => state === 'open'
  }
}
