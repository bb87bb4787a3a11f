import type { LiveFrame } from '@foyer/protocol'
import { type Actor, toPublic } from '../http/index.ts'
import { isHere } from '../people/index.ts'
import type { Notice } from './board.ts'
import type { ConversationsContext } from './context.ts'
import { type Ear, isSelf, lists } from './ear.ts'
import { isTeamOnline, teamPresence } from './presence.ts'
import {
  conversationColumns,
  type ListedRow,
  listed,
  type MessageRow,
  messageColumns,
  ownView,
  personColumnsOf,
  shownMessage
} from './rows.ts'
import { readerOf } from './speaker.ts'
import { stillIn } from './still-in.ts'

/** A page of a catch-up; small enough that fifty of the longest messages are no slow reader's undoing. */
const catchUp = 50
/** A writer who fell silent without saying so (a dead line) stops writing for everybody else. */
const typingSeconds = 12

/** An answer of which nothing more was heard is no longer being written. */
const answeringSeconds = 130

const answeringFrame = (
  conversation: string,
  { answerId, name, from, text }: { answerId: string; name: string; from: number; text: string }
): Extract<LiveFrame, { type: 'answering' }> => ({
  type: 'answering',
  conversationId: toPublic('cnv', conversation),
  answerId,
  by: { kind: 'responder', name },
  from,
  text
})

export type Hub = ReturnType<typeof createHub>

/** Every socket of this process, and what each must hear of what any process announced. */
export function createHub(context: ConversationsContext) {
  const ears = new Set<Ear>()
  const followers = new Map<string, Set<Ear>>()
  const telling = new Map<string, { isAsked: boolean }>()
  const typing = new Map<string, NodeJS.Timeout>()
  /** By conversation, the answer that is being written. */
  const answers = new Map<string, { answerId: string; name: string; text: string; timer: NodeJS.Timeout }>()

  function hear(notice: Notice): void {
    if (notice.kind === 'changed') tell(notice.conversation, notice)
    else if (notice.kind === 'typing') hearTyping(notice)
    else if (notice.kind === 'presence') void tellPresence(notice.workspace).catch(failed)
    else if (notice.kind === 'answering') hearAnswering(notice)
    else if (notice.kind === 'blocked')
      for (const { speaker, line } of ears)
        if (speaker.kind === 'visitor' && speaker.own.some(id => notice.visitors.includes(id)))
          line.close(4003, 'blocked')
  }

  const failed = (fault: unknown) =>
    context.log.warn({ err: fault }, 'a change of a conversation was not told; its next one tells both')

  /**
   * One look at the store for everybody who listens, however many changes came since the last: whoever is behind gets what
   * they lack, in order, and nothing twice.
   */
  function tell(id: string, of?: { workspace: string; visitor: string | null }): void {
    if (of && !followers.has(id) && !isListed(of)) return
    const running = telling.get(id)
    if (running) {
      running.isAsked = true
      return
    }
    const turn = { isAsked: true }
    telling.set(id, turn)
    void (async () => {
      try {
        while (turn.isAsked) {
          turn.isAsked = false
          await look(id)
        }
      } catch (fault) {
        failed(fault)
      } finally {
        telling.delete(id)
      }
    })()
  }

  /** What there is to tell is read in one go: three questions one after another made every message that much later. */
  async function look(id: string): Promise<void> {
    const { sql } = context
    const asked = new Map<Ear, Actor>()
    for (const ear of ears) if (ear.speaker.kind !== 'visitor') asked.set(ear, ear.speaker)
    const from = farthestBehind(id)
    const [[row], still, rows] = await Promise.all([
      sql<ListedRow[]>`
        SELECT ${conversationColumns(sql)}, ${personColumnsOf(sql, isHere(sql, context.clock()))} FROM conversations c
        LEFT JOIN visitors own ON own.id = c.visitor_id LEFT JOIN people p ON p.id = own.person_id WHERE c.id = ${id}`,
      asked.size > 0 ? stillIn(sql, [...asked.values()], context.clock()) : () => true,
      from === undefined ? [] : messagesAfter(id, from)
    ])
    if (!row) return
    const of = { workspace: row.workspaceId, visitor: row.visitorId }
    const listening: Ear[] = []
    for (const ear of ears) {
      if (!ear.followed.has(id) && !lists(ear, of)) continue
      const actor = asked.get(ear)
      if (actor && !still(actor)) dismiss(ear)
      else listening.push(ear)
    }
    const upTo = rows.at(-1)?.seq
    // Who began to follow since may be further behind than what was read.
    for (const ear of followers.get(id) ?? [])
      if (from !== undefined && upTo !== undefined && (ear.followed.get(id) ?? 0) >= from) sendRows(ear, id, rows, upTo)
    await tellMessages(id, row.lastSeq)
    const frames: Record<'team' | 'visitor', LiveFrame> = {
      team: { type: 'conversation', conversation: listed(row) },
      visitor: { type: 'conversation', conversation: ownView(row) }
    }
    for (const ear of listening) ear.line.send(frames[readerOf(ear.speaker)])
  }

  function isListed(of: { workspace: string; visitor: string | null }): boolean {
    for (const ear of ears) if (lists(ear, of)) return true
    return false
  }

  /** Who was removed or signed out since their socket was opened is told nothing more. */
  function dismiss(ear: Ear): void {
    ears.delete(ear)
    for (const id of ear.followed.keys()) leave(ear, id)
    ear.line.close(4003, 'signed out')
  }

  /** Up to where whoever follows it and knows the least was told; undefined when nobody follows it. */
  function farthestBehind(id: string): number | undefined {
    const told = [...(followers.get(id) ?? [])].flatMap(ear => ear.followed.get(id) ?? [])
    return told.length === 0 ? undefined : Math.min(...told)
  }

  const messagesAfter = (id: string, seq: number) => context.sql<MessageRow[]>`
    SELECT ${messageColumns(context.sql)} FROM messages m WHERE m.conversation_id = ${id} AND m.seq > ${seq}
    ORDER BY m.seq LIMIT ${catchUp}`

  async function tellMessages(id: string, lastSeq: number): Promise<void> {
    for (;;) {
      const behind = [...(followers.get(id) ?? [])].filter(ear => (ear.followed.get(id) ?? lastSeq) < lastSeq)
      if (behind.length === 0) return
      const from = Math.min(...behind.map(ear => ear.followed.get(id) ?? lastSeq))
      const rows = await messagesAfter(id, from)
      const upTo = rows.at(-1)?.seq ?? lastSeq
      for (const ear of behind) sendRows(ear, id, rows, upTo)
      if (rows.some(row => row.clientId === answers.get(id)?.answerId)) forgetAnswer(id)
      if (rows.length < catchUp) return
    }
  }

  function sendRows(ear: Ear, id: string, rows: MessageRow[], upTo: number): void {
    const told = ear.followed.get(id)
    if (told === undefined || told >= upTo) return
    const reader = readerOf(ear.speaker)
    const items = rows
      .filter(row => row.seq > told && (reader === 'team' || row.kind === 'message'))
      .map(row => shownMessage(row, reader))
    ear.followed.set(id, upTo)
    if (items.length > 0) ear.line.send({ type: 'messages', conversationId: toPublic('cnv', id), items })
  }

  function hearTyping(notice: Extract<Notice, { kind: 'typing' }>): void {
    const key = `${notice.conversation} ${notice.by.id}`
    clearTimeout(typing.get(key))
    typing.delete(key)
    if (notice.isTyping) {
      const stopped = { ...notice, isTyping: false }
      typing.set(key, setTimeout(() => hearTyping(stopped), typingSeconds * 1000).unref())
    }
    const { conversation, by, isTyping, note } = notice
    const name = by.name === null ? {} : { name: by.name }
    const prefix = by.kind === 'visitor' ? 'vis' : by.kind === 'member' ? 'mem' : 'key'
    const about = { type: 'typing', conversationId: toPublic('cnv', conversation), isTyping } as const
    for (const ear of ears) {
      if (isSelf(ear, by) || !(ear.followed.has(conversation) || lists(ear, notice))) continue
      if (readerOf(ear.speaker) === 'team')
        ear.line.send({
          ...about,
          by: { kind: by.kind, id: toPublic(prefix, by.id), ...name },
          ...(note ? { note } : {})
        })
      // A note being written is the team's own affair.
      else if (!note) ear.line.send({ ...about, by: { kind: by.kind, ...name } })
    }
  }

  function forgetAnswer(conversation: string): void {
    clearTimeout(answers.get(conversation)?.timer)
    answers.delete(conversation)
  }

  /** Whoever comes while an answer is being written gets it from its beginning. */
  function hearAnswering(notice: Extract<Notice, { kind: 'answering' }>): void {
    const { conversation, answerId, name, from, text, isEnded } = notice
    const known = answers.get(conversation)
    clearTimeout(known?.timer)
    if (isEnded) forgetAnswer(conversation)
    else {
      const before = known?.answerId === answerId ? known.text : ''
      const timer = setTimeout(() => answers.delete(conversation), answeringSeconds * 1000).unref()
      answers.set(conversation, { answerId, name, text: before.slice(0, from) + text, timer })
    }
    const frame = answeringFrame(conversation, notice)
    for (const ear of followers.get(conversation) ?? []) ear.line.send(isEnded ? { ...frame, isEnded } : frame)
  }

  async function tellPresence(workspace: string): Promise<void> {
    const here = [...ears].filter(ear => ear.speaker.workspaceId === workspace)
    const visitors = here.filter(ear => ear.speaker.kind === 'visitor')
    const team = here.filter(ear => ear.speaker.kind !== 'visitor' && ear.inbox)
    const now = context.clock()
    if (team.length > 0) {
      const items = await teamPresence(context.sql, workspace, now)
      for (const ear of team) ear.line.send({ type: 'presence', items })
    }
    if (visitors.length > 0) {
      const online = await isTeamOnline(context.sql, workspace, now)
      for (const ear of visitors) ear.line.send({ type: 'team', online })
    }
  }

  return {
    hear,
    add: (ear: Ear) => void ears.add(ear),
    remove(ear: Ear) {
      ears.delete(ear)
      for (const id of ear.followed.keys()) leave(ear, id)
    },
    /** From `told` on. What came before is sent page by page at the reader's own pace, then it joins the others. */
    async follow(ear: Ear, id: string, told: number): Promise<void> {
      leave(ear, id)
      ear.followed.set(id, told)
      const { sql } = context
      for (;;) {
        const from = ear.followed.get(id)
        if (from === undefined || !ears.has(ear)) return
        const rows = await sql<MessageRow[]>`
          SELECT ${messageColumns(sql)} FROM messages m WHERE m.conversation_id = ${id} AND m.seq > ${from}
          ORDER BY m.seq LIMIT ${catchUp}`
        if (rows.length < catchUp) break
        sendRows(ear, id, rows, rows.at(-1)?.seq ?? from)
        await ear.line.drained()
      }
      if (!ears.has(ear)) return
      const all = followers.get(id) ?? new Set()
      followers.set(id, all.add(ear))
      const half = answers.get(id)
      if (half) ear.line.send(answeringFrame(id, { ...half, from: 0 }))
      tell(id)
    },
    unfollow(ear: Ear, id: string) {
      leave(ear, id)
      ear.followed.delete(id)
    },
    /** The line to the store was down: whoever listens may have missed something. */
    lookAtAll() {
      for (const id of followers.keys()) tell(id)
    },
    tellPresence,
    /** Which conversations members have open. */
    readers: () =>
      [...ears].flatMap(({ speaker, followed }) =>
        speaker.kind === 'member'
          ? [...followed.keys()].map(conversation => ({ conversation, member: speaker.memberId }))
          : []
      ),
    members: () => [
      ...new Map(
        [...ears].flatMap(({ speaker, inbox }) =>
          speaker.kind === 'member' && inbox ? [[speaker.memberId, speaker] as const] : []
        )
      ).values()
    ],
    close() {
      for (const timer of typing.values()) clearTimeout(timer)
      for (const { timer } of answers.values()) clearTimeout(timer)
    }
  }

  function leave(ear: Ear, id: string): void {
    const all = followers.get(id)
    all?.delete(ear)
    if (all?.size === 0) followers.delete(id)
  }
}
