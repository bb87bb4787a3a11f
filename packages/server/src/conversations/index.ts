import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { createRateLimit } from '../http/index.ts'
import { assignByTurn, assignWaiting } from './assign.ts'
import { createUploadRoom } from './attachments/body.ts'
import { takeFolderIn } from './attachments/folder.ts'
import { sweepAttachments } from './attachments/keep.ts'
import { attachmentRoutes } from './attachments/routes.ts'
import { openNotices } from './board.ts'
import type { ConversationsContext } from './context.ts'
import { deskRoutes } from './desk-routes.ts'
import { createFactCarrier } from './facts.ts'
import { forgetConversations } from './forget.ts'
import { gatherQuiet } from './gather.ts'
import { createHub } from './hub.ts'
import { messageRoutes } from './message-routes.ts'
import { tellByMail } from './notices/index.ts'
import { vouchForReaders } from './notices/readers.ts'
import { vouchEveryMs, vouchFor } from './presence.ts'
import { createAnswering } from './responder/answering.ts'
import { responderRoutes } from './responder/settings-routes.ts'
import { wakeSleepers } from './snooze.ts'
import { createTalks } from './talk.ts'
import { teamRoutes } from './team-routes.ts'
import { visitorRoutes } from './visitor-routes.ts'
import { widgetRoutes } from './widget-routes.ts'

export type { CountedAnswer, Opening } from './context.ts'
export { keepFact } from './facts.ts'
export { forgetFacts } from './forget.ts'
export { visitorOf } from './visitors.ts'

const wakeEveryMs = 5_000
const sweepEveryMs = 3_600_000
/** Some twenty of the largest files at once; who sends one slowly holds it for as long. */
const uploadBytes = 200 * 1024 * 1024

export type ConversationsOptions = Omit<
  ConversationsContext,
  'limits' | 'tell' | 'expect' | 'factsWritten' | 'unassigned' | 'waitingIn' | 'folder'
> & {
  dataFolder: string
}

export async function createConversations(options: ConversationsOptions) {
  const clock = () => options.clock().getTime()
  const { sql, log } = options
  const carrier = createFactCarrier(options)
  const inBackground = (work: Promise<unknown>, what: string) =>
    void work.catch(fault => log.warn({ err: fault }, what))
  const context: ConversationsContext = {
    ...options,
    folder: join(options.dataFolder, 'attachments'),
    // Somebody typing fast, and a retry after a tunnel; not a script.
    limits: {
      messages: createRateLimit({ burst: 30, perSecond: 2, clock }),
      starts: createRateLimit({ burst: 120, perSecond: 0.5, clock }),
      notices: createRateLimit({ burst: 30, perSecond: 2, clock }),
      uploads: createRateLimit({ burst: 10, perSecond: 0.2, clock }),
      uploadRoom: createUploadRoom(uploadBytes),
      perAddress: createRateLimit({ burst: 600, perSecond: 100, clock })
    },
    tell: (notice, said) => notices.tell(notice, said),
    expect: conversation => hub.expect(conversation),
    factsWritten: carrier.carry,
    waitingIn: workspaceId =>
      inBackground(assignWaiting(context, workspaceId), 'waiting conversations were not handed out'),
    unassigned: (workspaceId, id) =>
      inBackground(assignByTurn(context, workspaceId, id), 'a conversation was not handed out')
  }
  const hub = createHub(context)
  const notices = await openNotices(context, () => hub.lookAtAll())
  const answering = createAnswering(context)
  const unsubscribe = [notices.subscribe(hub.hear), notices.subscribe(answering.hear)]
  let gathering: Promise<void> | undefined
  const timers = [
    setInterval(() => {
      inBackground(wakeSleepers(context), 'sleeping conversations were not woken')
      inBackground(tellByMail(context), 'notices by mail were not written')
      gathering ??= gatherQuiet(context).finally(() => {
        gathering = undefined
      })
      inBackground(gathering, 'what was said lately is gathered when somebody searches')
      carrier.carry()
    }, wakeEveryMs),
    setInterval(() => inBackground(vouch(), 'who is there was not kept'), vouchEveryMs),
    setInterval(() => inBackground(sweepAttachments(context), 'old files were not removed'), sweepEveryMs)
  ]
  // What a crash left behind.
  carrier.carry()
  const leaving = new AbortController()
  const takenIn = takeFolderIn(context, leaving.signal).catch(fault =>
    log.warn({ err: fault }, 'attachments stay in the data folder until the next start')
  )

  async function vouch(): Promise<void> {
    const members = hub.members()
    await vouchFor(
      sql,
      members.map(member => member.memberId),
      context.clock()
    )
    await vouchForReaders(sql, hub.readers(), context.clock())
    for (const workspace of new Set(members.map(member => member.workspaceId))) await hub.tellPresence(workspace)
  }

  return {
    routes: async (app: FastifyInstance) => {
      await app.register(messageRoutes(context))
      await app.register(visitorRoutes(context))
      await app.register(teamRoutes(context))
      await app.register(deskRoutes(context))
      await app.register(responderRoutes(context))
      await app.register(attachmentRoutes(context))
      await app.register(widgetRoutes(context))
    },
    /** What a socket of `/api/live` may do with conversations. */
    talks: createTalks(context, hub),
    factsWritten: carrier.carry,
    /** In the transaction that erases these visitors: their conversations, whole. Answers which it were. */
    forget: (tx: Parameters<typeof forgetConversations>[1], whose: Parameters<typeof forgetConversations>[2]) =>
      forgetConversations(context, tx, whose),
    /** Removes files that nobody sent; it happens by itself every hour. */
    sweep: () => sweepAttachments(context),
    /** Every fact written so far is in the event store. */
    async settled() {
      carrier.carry()
      await carrier.settled()
    },
    async close() {
      for (const timer of timers) clearInterval(timer)
      for (const stop of unsubscribe) stop()
      await answering.close()
      hub.close()
      leaving.abort()
      await takenIn
      await notices.close()
      await carrier.close()
    }
  }
}
