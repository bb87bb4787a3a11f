import type { LiveFrame } from '@foyer/protocol'
import type { Speaker } from './speaker.ts'

/** What a socket offers to whoever talks over it. */
export type Line = {
  send(frame: LiveFrame): void
  close(code: number, reason: string): void
  /** Resolves when little is waiting to be sent, or nobody is there any more. */
  drained(): Promise<void>
}

/** One socket, and what it has been told already. */
export type Ear = {
  line: Line
  speaker: Speaker
  /** By conversation: up to where its messages were sent. */
  followed: Map<string, number>
  /** A member's list of conversations. */
  inbox: boolean
  /** When it was last asked whether its member or key is still let in, and they were; on the process's own clock. */
  vouchedAt: number
  /** What it said last of its own typing, by conversation. */
  typing: Map<string, { isTyping: boolean; at: number }>
}

export const newEar = (line: Line, speaker: Speaker): Ear => ({
  line,
  speaker,
  followed: new Map(),
  inbox: false,
  vouchedAt: 0,
  typing: new Map()
})

/** Whether a conversation belongs to the list this socket shows, followed or not. */
export function lists(ear: Ear, of: { workspace: string; visitor: string | null }): boolean {
  const { speaker } = ear
  if (speaker.workspaceId !== of.workspace) return false
  return speaker.kind === 'visitor' ? of.visitor !== null && speaker.own.includes(of.visitor) : ear.inbox
}

/** The same person's other tab needs no telling that they are typing. */
export const isSelf = ({ speaker }: Ear, by: { kind: string; id: string }): boolean =>
  (by.kind === 'visitor' && speaker.kind === 'visitor') || (speaker.kind === 'member' && speaker.memberId === by.id)
