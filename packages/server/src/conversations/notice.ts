/** What one process tells all of them. Changes say only where to look; what nobody keeps (typing, half an answer) is told whole. */
export type Notice =
  | { kind: 'changed'; workspace: string; conversation: string; visitor: string | null }
  | {
      kind: 'typing'
      workspace: string
      conversation: string
      visitor: string | null
      by: { kind: 'visitor' | 'member' | 'key'; id: string; name: string | null }
      isTyping: boolean
      note: boolean
    }
  | { kind: 'presence'; workspace: string }
  /** A question waits for its answer; not before `due`. */
  | { kind: 'asked'; conversation: string; due: number }
  /** A part of an answer, as it is written. */
  | {
      kind: 'answering'
      workspace: string
      conversation: string
      answerId: string
      name: string
      from: number
      text: string
      isEnded: boolean
    }
  | { kind: 'blocked' | 'erased'; workspace: string; visitors: string[] }
