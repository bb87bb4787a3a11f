import type { LiveFrame } from '@foyer/protocol'
import { type Actor, toPublic } from '../http/index.ts'
import { isHere } from '../people/index.ts'
import type { Heard } from './board.ts'
import type { ConversationsContext } from './context.ts'
import { type Ear, isSelf, lists } from './ear.ts'
import type { Notice } from './notice.ts'
import { isTeamOnline, teamPresence } from './presence.ts'
import {
  conversationColumns,
  type JustSaid,
  type ListedRow,
  listed,
  type MessageRow,
  messageColumns,
  ownView,
  personColumnsOf,
  shownMessage
} from './rows.ts'
import { readerOf, type VisitorSpeaker } from './speaker.ts'
import { stillIn } from './still-in.ts'

/** A page of a catch-up; small enough that fifty of the longest messages are no slow reader's undoing. */
const catchUp = 50
/** Looks at the store at once, and conversations in one. */
const looksAtOnce = 3
const mostInALook = 50
/** Lists wait this long for more that changed, where every message was told already. */
const gatherMs = 15
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
  /** By workspace, and by visitor: who is to hear of a change is not looked for among ten thousand. */
  const team = new Map<string, Set<Ear>>()
  const visitors = new Map<string, Set<Ear>>()
  const followers = new Map<string, Set<Ear>>()
  /** Conversations that changed, and those being looked at just now. */
  const asked = new Set<string>()
  const telling = new Set<string>()
  let looks = 0
  let gathering: NodeJS.Timeout | undefined
  const toVouchFor = new Map<Ear, Actor>()
  let isVouching = false
  const typing = new Map<string, NodeJS.Timeout>()
  /** By conversation, the answer that is being written. */
  const answers = new Map<string, { answerId: string; name: string; text: string; timer: NodeJS.Timeout }>()

  const hear: Heard = (notice, said) => {
    if (notice.kind === 'changed') tell(notice.conversation, notice, said !== undefined && passOn(said))
    else if (notice.kind === 'typing') hearTyping(notice)
    else if (notice.kind === 'presence') void tellPresence(notice.workspace).catch(failed)
    else if (notice.kind === 'answering') hearAnswering(notice)
    else if (notice.kind === 'blocked' || notice.kind === 'erased')
      for (const id of notice.visitors) for (const { line } of visitors.get(id) ?? []) line.close(4003, notice.kind)
  }

  const failed = (fault: unknown) =>
    context.log.warn({ err: fault }, 'a change of a conversation was not told; its next one tells both')

  /** Whoever's list it is in, or who follows it. */
  function listening(id: string, of: { workspace: string; visitor: string | null }): Set<Ear> {
    const all = new Set(followers.get(id))
    for (const ear of team.get(of.workspace) ?? []) if (lists(ear, of)) all.add(ear)
    for (const ear of (of.visitor !== null && visitors.get(of.visitor)) || []) if (lists(ear, of)) all.add(ear)
    return all
  }

  /**
   * One look at the store for everybody who listens, however many changes came since the last, and for whatever changed meanwhile: under
   * load a look tells of many messages, and the store answers as often as it can and no more.
   */
  function tell(id: string, of?: { workspace: string; visitor: string | null }, isToldAlready = false): void {
    if (of && listening(id, of).size === 0) return
    asked.add(id)
    if (isToldAlready) gathering ??= setTimeout(lookAgain, gatherMs).unref()
    else lookAgain()
  }

  /**
   * A message goes to whoever follows its conversation as it was written, without a look at the store: that was half of its way, and most
   * of its slowest ways. False when somebody was not told: who missed one before it, or was not found to be let in still since it was begun.
   */
  function passOn({ message, since }: JustSaid): boolean {
    const { conversationId: id, seq } = message
    const all = [...(followers.get(id) ?? [])]
    for (const ear of all)
      if (ear.followed.get(id) === seq - 1 && (ear.speaker.kind === 'visitor' || ear.vouchedAt >= since))
        sendRows(ear, id, [message], seq)
    if (message.clientId !== null && message.clientId === answers.get(id)?.answerId) forgetAnswer(id)
    return all.every(ear => (ear.followed.get(id) ?? seq) >= seq)
  }

  /** Whether the team that follows it is still let in is asked while the message is written, for all messages that begin meanwhile. */
  function expect(id: string): void {
    for (const ear of followers.get(id) ?? []) if (ear.speaker.kind !== 'visitor') toVouchFor.set(ear, ear.speaker)
    if (toVouchFor.size > 0 && !isVouching) void vouch().catch(failed)
  }

  async function vouch(): Promise<void> {
    isVouching = true
    try {
      while (toVouchFor.size > 0) {
        const actors = new Map(toVouchFor)
        toVouchFor.clear()
        const at = performance.now()
        const still = await stillIn(context.sql, [...actors.values()], context.clock())
        for (const [ear, actor] of actors) if (still(actor)) ear.vouchedAt = at
      }
    } finally {
      isVouching = false
    }
  }

  function lookAgain(): void {
    clearTimeout(gathering)
    gathering = undefined
    if (looks >= looksAtOnce) return
    const ids: string[] = []
    // One conversation is never looked at twice at once, or what it has become might be told before what it was.
    for (const id of asked) if (!telling.has(id) && ids.length < mostInALook) ids.push(id)
    if (ids.length === 0) return
    for (const id of ids) {
      asked.delete(id)
      telling.add(id)
    }
    looks += 1
    void look(ids)
      .catch(failed)
      .finally(() => {
        for (const id of ids) telling.delete(id)
        looks -= 1
        if (gathering === undefined) lookAgain()
      })
  }

  /** What there is to tell is read in one go: three questions one after another made every message that much later. */
  async function look(ids: string[]): Promise<void> {
    const { sql } = context
    const actors = new Map<Ear, Actor>()
    for (const all of team.values())
      for (const ear of all) if (ear.speaker.kind !== 'visitor') actors.set(ear, ear.speaker)
    const from = new Map(ids.flatMap(id => farthestBehind(id)))
    const [rows, still, messages] = await Promise.all([
      sql<ListedRow[]>`
        SELECT ${conversationColumns(sql)}, ${personColumnsOf(sql, isHere(sql, context.clock()))} FROM conversations c
        LEFT JOIN visitors own ON own.id = c.visitor_id LEFT JOIN people p ON p.id = own.person_id
        WHERE c.id = ANY(${ids}::uuid[])`,
      actors.size > 0 ? stillIn(sql, [...actors.values()], context.clock()) : () => true,
      messagesAfter(from)
    ])
    const said = Map.groupBy(messages, message => message.conversationId)
    await Promise.all(
      rows.map(async row => {
        const { id } = row
        const heard = [...listening(id, { workspace: row.workspaceId, visitor: row.visitorId })].filter(ear => {
          const actor = actors.get(ear)
          if (!actor || still(actor)) return true
          dismiss(ear)
          return false
        })
        const read = said.get(id) ?? []
        const after = from.get(id)
        const upTo = read.at(-1)?.seq
        // Who began to follow since may be further behind than what was read.
        for (const ear of followers.get(id) ?? [])
          if (after !== undefined && upTo !== undefined && (ear.followed.get(id) ?? 0) >= after)
            sendRows(ear, id, read, upTo)
        await tellMessages(id, row.lastSeq)
        const frames: Record<'team' | 'visitor', LiveFrame> = {
          team: { type: 'conversation', conversation: listed(row) },
          visitor: { type: 'conversation', conversation: ownView(row) }
        }
        for (const ear of heard) if (ears.has(ear)) ear.line.send(frames[readerOf(ear.speaker)])
      })
    )
  }

  /** Who was removed or signed out since their socket was opened is told nothing more. */
  function dismiss(ear: Ear): void {
    remove(ear)
    ear.line.close(4003, 'signed out')
  }

  /** Up to where whoever follows it and knows the least was told; nothing when nobody follows it. */
  function farthestBehind(id: string): [string, number][] {
    const told = [...(followers.get(id) ?? [])].flatMap(ear => ear.followed.get(id) ?? [])
    return told.length === 0 ? [] : [[id, Math.min(...told)]]
  }

  const messagesAfter = async (from: Map<string, number>): Promise<MessageRow[]> =>
    from.size === 0
      ? []
      : context.sql<MessageRow[]>`
          SELECT m.* FROM unnest(${[...from.keys()]}::uuid[], ${[...from.values()]}::int[]) AS f (id, seq)
          CROSS JOIN LATERAL (
            SELECT ${messageColumns(context.sql)} FROM messages m WHERE m.conversation_id = f.id AND m.seq > f.seq
            ORDER BY m.seq LIMIT ${catchUp}) m
          ORDER BY m."conversationId", m.seq`

  async function tellMessages(id: string, lastSeq: number): Promise<void> {
    for (;;) {
      const behind = [...(followers.get(id) ?? [])].filter(ear => (ear.followed.get(id) ?? lastSeq) < lastSeq)
      if (behind.length === 0) return
      const from = Math.min(...behind.map(ear => ear.followed.get(id) ?? lastSeq))
      const rows = await messagesAfter(new Map([[id, from]]))
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
    for (const ear of listening(conversation, notice)) {
      if (isSelf(ear, by)) continue
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
    const here = [...ears].filter(
      ear => ear.speaker.workspaceId === workspace && (ear.inbox || ear.speaker.kind === 'visitor')
    )
    if (here.length === 0) return
    const now = context.clock()
    const [items, online] = await Promise.all([
      teamPresence(context.sql, workspace, now),
      isTeamOnline(context.sql, workspace, now)
    ])
    const frames = { team: { type: 'presence', items }, visitor: { type: 'team', online } } as const
    for (const ear of here) ear.line.send(frames[readerOf(ear.speaker)])
  }

  return {
    hear,
    expect,
    add,
    remove,
    /** Who a visitor has proven to be may have changed, and with it what is theirs. */
    goesOnAs(ear: Ear, speaker: VisitorSpeaker) {
      if (!ears.has(ear)) return
      unlist(ear)
      ear.speaker = speaker
      enlist(ear)
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
      putIn(followers, id, ear)
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
      clearTimeout(gathering)
      for (const timer of typing.values()) clearTimeout(timer)
      for (const { timer } of answers.values()) clearTimeout(timer)
    }
  }

  function leave(ear: Ear, id: string): void {
    takeOut(followers, id, ear)
  }

  function add(ear: Ear): void {
    ears.add(ear)
    enlist(ear)
  }

  function remove(ear: Ear): void {
    ears.delete(ear)
    unlist(ear)
    for (const id of ear.followed.keys()) leave(ear, id)
  }

  function enlist(ear: Ear): void {
    if (ear.speaker.kind === 'visitor') for (const id of ear.speaker.own) putIn(visitors, id, ear)
    else putIn(team, ear.speaker.workspaceId, ear)
  }

  function unlist(ear: Ear): void {
    if (ear.speaker.kind === 'visitor') for (const id of ear.speaker.own) takeOut(visitors, id, ear)
    else takeOut(team, ear.speaker.workspaceId, ear)
  }
}

function putIn(lists: Map<string, Set<Ear>>, key: string, ear: Ear): void {
  const all = lists.get(key)
  if (all) all.add(ear)
  else lists.set(key, new Set([ear]))
}

function takeOut(lists: Map<string, Set<Ear>>, key: string, ear: Ear): void {
  const all = lists.get(key)
  all?.delete(ear)
  if (all?.size === 0) lists.delete(key)
}
