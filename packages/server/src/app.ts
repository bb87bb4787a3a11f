import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import swagger from '@fastify/swagger'
import websocket from '@fastify/websocket'
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import type { Logger } from 'pino'
import { createAnalytics } from './analytics/index.ts'
import type { Config } from './config.ts'
import { createConversations } from './conversations/index.ts'
import { createDemoAgent, createDemoFilling } from './demo/index.ts'
import { createConsents, openDeliveries, openTeamSide } from './destinations/index.ts'
import { createMachines, openPlaces } from './facts/index.ts'
import { installHttp, serverOptions, toPublic } from './http/index.ts'
import { createErased, createIdentity } from './identity/index.ts'
import { createIntake } from './intake/index.ts'
import { createKnowledge } from './knowledge/index.ts'
import { liveRoutes, openMoves } from './live/index.ts'
import { createMail } from './mail/index.ts'
import { createMetrics, metricsRoutes } from './metrics.ts'
import { createReach } from './outward/index.ts'
import { healthRoutes, pagesRoutes } from './pages/index.ts'
import { eventsSince, findPerson, hereNow, peopleRoutes } from './people/index.ts'
import { createPolicies, createPrivacy } from './privacy/index.ts'
import { createProactive, hasMessages, openingOf } from './proactive/index.ts'
import { createRequestLog } from './requests/index.ts'
import { createRights } from './rights/index.ts'
import { openEvents } from './stores/events/index.ts'
import { openRecords } from './stores/records/index.ts'
import { createWorkspaces } from './workspace/index.ts'

export type App = Awaited<ReturnType<typeof createApp>>

const ownPackage = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')
const { version } = JSON.parse(ownPackage) as { version: string }

/** The only place where the parts meet. Opened in the order they depend on each other, closed in reverse. */
export async function createApp(
  config: Config & { secret: string },
  log: Logger,
  clock: () => Date = () => new Date(),
  reach = createReach({ allowPrivate: config.allowPrivateDestinations })
) {
  const { publicUrl, secret } = config
  /** No other process works on these stores. */
  const isAlone = config.postgresUrl === undefined
  const opened: { name: string; close(): Promise<unknown> }[] = []
  const opens = async <Part extends { close(): Promise<unknown> }>(
    name: string,
    part: Promise<Part>
  ): Promise<Part> => {
    const ready = await part
    opened.unshift({ name, close: () => ready.close() })
    return ready
  }
  const close = async () => {
    for (const part of opened.splice(0))
      await part.close().catch(fault => log.error({ err: fault }, `${part.name} did not close`))
  }

  try {
    const records = await opens(
      'records',
      openRecords({
        url: config.postgresUrl,
        folder: join(config.dataFolder, 'records'),
        log,
        ownEvents: config.clickhouseUrl === undefined
      })
    )
    const events = await opens(
      'events',
      openEvents({ url: config.clickhouseUrl, folder: join(config.dataFolder, 'events') })
    )
    const places = await openPlaces({
      file: config.geoipFile,
      onFault: fault => log.warn({ err: fault }, 'places stay empty')
    })
    const machines = createMachines()
    const board = await opens('live', openMoves(records.sql, log))
    const changed = (workspaceId: string, people: string[]) => board.announce({ workspaceId, people })

    const metrics = createMetrics({
      waitingRows: () => intake.waitingRows(),
      waitingDeliveries: () => deliveries.waiting(),
      visitsStoredBefore: () => analytics.visitsStoredBefore()
    })
    const policies = createPolicies({ sql: records.sql, places, clock })
    const { whereaboutsIn } = policies

    const mail = await opens(
      'mail',
      Promise.resolve(
        createMail({
          sql: records.sql,
          clock,
          random: randomBytes,
          log,
          secret,
          publicUrl,
          dataFolder: config.dataFolder,
          smtp: config.smtpServer,
          from: config.mailFrom,
          counted: metrics.mailed
        })
      )
    )

    const workspaces = createWorkspaces({ ...config, records, secret, publicUrl, clock, log, mail })
    const identity = createIdentity({
      records,
      secret,
      agents: workspaces.agentByPublicId,
      identitySecrets: workspaces.identitySecrets,
      whereaboutsIn,
      machines,
      publicUrl,
      clock,
      changed
    })
    const consents = await opens('consents', Promise.resolve(createConsents({ sql: records.sql, clock, log })))
    /** Who is in a segment is asked once there is somebody to ask. */
    const asked = Promise.withResolvers<{
      isReadable(): Promise<boolean>
      inSegment: Awaited<ReturnType<typeof createAnalytics>>['inSegment']
    }>()
    const deliveries = await opens(
      'deliveries',
      openDeliveries({
        sql: records.sql,
        events,
        vault: workspaces.vault,
        reach,
        allowPrivate: config.allowPrivateDestinations,
        isAlone,
        clock,
        log,
        consentOf: consents.of,
        isReadable: async () => (await asked.promise).isReadable(),
        inSegment: async (whose, segment) => (await asked.promise).inSegment(whose, segment),
        moved: board.deliveriesMoved,
        counted: metrics.delivery
      })
    )
    // Another process hears of an erasing only when it asks again.
    const erased = createErased(records.sql, {
      rememberedMs: isAlone ? 60_000 : 2_000,
      now: () => clock().getTime()
    })
    const intake = await opens(
      'intake',
      createIntake({
        records,
        events,
        node: events.exclusive ? 'embedded' : hostname(),
        tokens: identity.tokens,
        meet: identity.meet,
        recognise: identity.recognise,
        actorOfKey: workspaces.actorOfKey,
        random: randomBytes,
        changed,
        agents: workspaces.agentByPublicId,
        whereaboutsIn,
        machines,
        publicUrl,
        clock,
        log,
        counted: metrics.counted,
        erased,
        besideOf: deliveries.besideOf,
        consented: consents.note,
        moved(people) {
          for (const [workspaceId, moved] of Map.groupBy(people, one => one.workspaceId))
            changed(
              workspaceId,
              moved.map(one => one.person)
            )
        },
        async agentsHeard(agents) {
          for (const { workspaceId, agent, atMs, url } of agents) {
            const at = new Date(atMs)
            await workspaces.noteEvents(agent, { at, url: url || null })
            board.announce({ workspaceId, people: [], agents: [{ id: agent, url, at: at.toISOString() }] })
          }
        }
      })
    )

    const requestLog =
      config.requestLogDays > 0
        ? await opens(
            'request log',
            Promise.resolve(
              createRequestLog({
                sql: records.sql,
                events,
                agents: workspaces.agentByPublicId,
                whereaboutsIn,
                machines,
                clock,
                log,
                keptDays: config.requestLogDays,
                rowsADay: config.requestLogRows,
                counted: metrics.logged
              })
            )
          )
        : null

    const privacy = await opens(
      'privacy',
      createPrivacy({
        policies,
        sql: records.sql,
        events,
        places,
        clock,
        log,
        sleep: ms => new Promise(done => setTimeout(done, ms)),
        audit: (actor, action, target, detail, sql) => workspaces.audit(actor, action, target, detail, sql),
        drained: () => intake.settled(),
        forgot: metrics.forgot,
        enforced: metrics.enforced
      })
    )

    const peopleOfVisitors = async (visitors: string[]) => {
      const people = await records.sql<{ person: string }[]>`
        SELECT DISTINCT person_id AS person FROM visitors WHERE id = ANY(${visitors}::uuid[])`
      return people.map(row => row.person)
    }
    const audit: Parameters<typeof createConversations>[0]['audit'] = (actor, action, target, detail, sql) =>
      workspaces.audit(actor, action, target, detail, sql)
    const knowledge = await opens(
      'knowledge',
      createKnowledge({
        sql: records.sql,
        clock,
        random: randomBytes,
        log,
        audit,
        reach,
        publicUrl,
        pageCounted: metrics.pageRead
      })
    )
    const conversations = await opens(
      'conversations',
      createConversations({
        sql: records.sql,
        events,
        clock,
        random: randomBytes,
        log,
        agents: workspaces.agentByPublicId,
        tokens: identity.tokens,
        whereaboutsIn,
        machines,
        publicUrl,
        dataFolder: config.dataFolder,
        mail,
        authenticate: workspaces.authenticate,
        vault: workspaces.vault,
        knowledge,
        reach,
        allowPrivateDestinations: config.allowPrivateDestinations,
        audit,
        changed,
        openingOf,
        counted: metrics.answered,
        hasMessages: agent => hasMessages(records.sql, agent, clock()),
        async recordFacts(facts) {
          await intake.record(facts)
          for (const [workspaceId, own] of Map.groupBy(facts, fact => fact.workspaceId))
            changed(workspaceId, await peopleOfVisitors(own.map(fact => fact.visitor)))
        }
      })
    )

    const analytics = await opens(
      'analytics',
      Promise.resolve(
        createAnalytics({
          sql: records.sql,
          events,
          clock,
          random: randomBytes,
          log,
          audit,
          publicUrl,
          caughtUp: intake.caughtUpWhenCalm,
          requestLogDays: config.requestLogDays,
          mail,
          reach,
          vault: workspaces.vault
        })
      )
    )

    asked.resolve({ isReadable: intake.isReadable, inSegment: analytics.inSegment })

    const destinations = await opens(
      'destinations',
      openTeamSide({
        sql: records.sql,
        events,
        clock,
        random: randomBytes,
        log,
        vault: workspaces.vault,
        reach,
        allowPrivate: config.allowPrivateDestinations,
        isAlone,
        audit,
        changed: deliveries.changed,
        inSegment: analytics.inSegment,
        isReadable: intake.isReadable,
        caughtUp: intake.caughtUp
      })
    )

    const proactive = createProactive({
      sql: records.sql,
      events,
      clock,
      random: randomBytes,
      log,
      agents: workspaces.agentByPublicId,
      tokens: identity.tokens,
      publicUrl,
      audit: (actor, action, target, detail, sql) => workspaces.audit(actor, action, target, detail, sql),
      caughtUp: intake.caughtUp,
      segments: analytics.segments,
      factsWritten: conversations.factsWritten
    })

    const rights = await opens(
      'rights',
      createRights({
        sql: records.sql,
        events,
        clock,
        random: randomBytes,
        sleep: ms => new Promise(done => setTimeout(done, ms)),
        log,
        publicUrl,
        audit,
        changed,
        isAlone,
        erased,
        forgetConversations: conversations.forget,
        forgetPages: workspaces.forgetPages,
        forgetMails: mail.forget,
        async received() {
          await conversations.settled()
          await intake.settled()
          await requestLog?.settled()
          await analytics.settled()
        },
        leaveLanding: intake.leaveLanding,
        caughtUp: intake.caughtUp
      })
    )

    const app = Fastify({
      ...serverOptions,
      loggerInstance: log as FastifyBaseLogger,
      logController: new LogController({ disableRequestLogging: true })
    })
    await app.register(swagger, {
      openapi: { info: { title: 'Foyer', version }, servers: [{ url: publicUrl }] }
    })
    await app.register(websocket, { options: { maxPayload: 64 * 1024 } })
    installHttp(app, { authenticate: workspaces.authenticate, publicUrl, trustedProxies: config.trustedProxies })
    requestLog?.install(app)
    metricsRoutes(app, metrics)
    healthRoutes(app, { records, events })
    await app.register(workspaces.routes)
    await app.register(privacy.routes)
    await app.register(identity.routes)
    await app.register(intake.routes)
    await app.register(intake.segment)
    await app.register(intake.ledger)
    await app.register(
      peopleRoutes({
        records,
        events,
        clock,
        caughtUp: intake.caughtUp,
        changed,
        audit: (actor, action, target, detail, sql) => workspaces.audit(actor, action, target, detail, sql),
        inSegment: analytics.segments.idsOf
      })
    )
    await app.register(rights.routes)
    await app.register(knowledge.routes)
    await app.register(conversations.routes)
    await app.register(proactive.routes)
    await app.register(mail.routes)
    await app.register(destinations.routes)
    await app.register(analytics.routes)
    const looks = {
      clock: () => clock().getTime(),
      hereNow: (workspaceId: string, people?: string[]) => hereNow(records.sql, workspaceId, clock(), people),
      eventsSince: async (workspaceId: string, person: string, sinceMs: number) =>
        eventsSince(events, await findPerson(records.sql, workspaceId, toPublic('vis', person)), sinceMs, 200),
      personOf: async (workspaceId: string, visitorId: string) =>
        findPerson(records.sql, workspaceId, visitorId).then(
          found => found.person,
          () => null
        )
    }
    liveRoutes(app, { board, looks, talks: conversations.talks, authenticate: workspaces.authenticate, publicUrl, log })
    app.get('/api/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, () => app.swagger())
    const demoAgent = createDemoAgent(records.sql, workspaces, publicUrl)
    pagesRoutes(app, { demoAgent })
    opened.unshift({ name: 'http', close: () => app.close() })

    const { setupCode } = await workspaces.bootstrap()
    return {
      http: app,
      records,
      events,
      workspaces,
      privacy,
      conversations: { sweep: conversations.sweep },
      recordFacts: intake.record,
      async settled() {
        await conversations.settled()
        await intake.settled()
        await deliveries.settled()
        await requestLog?.settled()
      },
      /** Everything that was to be erased until now is gone. */
      erased: rights.settled,
      /** Asked for on the set-up page; null when there is an owner already. */
      setupCode: setupCode ?? null,
      /** Sends a month of the demo shop to an address this server answers at. */
      fillDemo: createDemoFilling({ sql: records.sql, workspaces, demoAgent, clock, terminal: process.stdout }),
      /** Starts to answer; resolves with the address it answers at. */
      listen: () => app.listen({ host: config.host, port: config.port }),
      close
    }
  } catch (fault) {
    await close()
    throw fault
  }
}
