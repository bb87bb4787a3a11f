import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  ErrorBody,
  PrivacyApplies,
  PrivacyAppliesQuery,
  PrivacyApply,
  PrivacyPolicy,
  PrivacyPolicyShown
} from '@foyer/protocol'
import type { ISql, JSONValue } from 'postgres'
import type { Place } from '../facts/index.ts'
import { AppError, actorOf, normalAddress } from '../http/index.ts'
import { applyOf, askToApply } from './apply.ts'
import type { PrivacyOptions } from './options.ts'
import { readPolicy } from './policies.ts'
import { checkedPolicy, defaultPolicy, rulesOf } from './policy.ts'
import { whereaboutsOf } from './whereabouts.ts'

type PrivacyRoutes = Pick<PrivacyOptions, 'policies' | 'sql' | 'places' | 'clock' | 'audit'> & {
  /** Begins with what was asked for; resolves when that is done, which nobody waits for. */
  apply(): Promise<void>
}

const reading = { access: 'workspace:read' } as const
const writing = { access: 'workspace:write' } as const

export function privacyRoutes({ sql, ...deps }: PrivacyRoutes): FastifyPluginAsyncTypebox {
  return async app => {
    app.get('/api/privacy/policy', { config: reading, schema: { response: { 200: PrivacyPolicyShown } } }, request =>
      shownPolicy(sql, actorOf(request).workspaceId)
    )

    app.put(
      '/api/privacy/policy',
      {
        config: writing,
        schema: { body: PrivacyPolicy, response: { 200: PrivacyPolicyShown, '4xx': ErrorBody } }
      },
      async request => {
        const actor = actorOf(request)
        const { workspaceId } = actor
        const after = checkedPolicy(request.body)
        await sql.begin(async tx => {
          await tx`SELECT 1 FROM workspaces WHERE id = ${workspaceId} FOR NO KEY UPDATE`
          const before = await readPolicy(tx, workspaceId)
          // The store keeps the values of an object, not their order.
          if (JSON.stringify(checkedPolicy(before)) === JSON.stringify(after)) return
          await tx`
            INSERT INTO privacy (workspace_id, policy, changed_at, changed_by)
            VALUES (${workspaceId}, ${tx.json(after)}, ${deps.clock()}, ${actor.label.toWellFormed()})
            ON CONFLICT (workspace_id) DO UPDATE SET policy = excluded.policy, changed_at = excluded.changed_at,
              changed_by = excluded.changed_by`
          await deps.audit(actor, 'privacy.changed', null, { before, after } as Record<string, JSONValue>, tx)
        })
        deps.policies.forget(workspaceId)
        return shownPolicy(sql, workspaceId)
      }
    )

    app.get(
      '/api/privacy/applies',
      {
        config: reading,
        schema: { querystring: PrivacyAppliesQuery, response: { 200: PrivacyApplies, '4xx': ErrorBody } }
      },
      async request => {
        const ip = normalAddress(request.query.ip)
        if (ip === undefined)
          throw new AppError('invalid', 'This is no IP address. Write one such as 81.2.69.142 or 2a02:8109:9a80::1.', {
            field: 'ip'
          })
        const rules = await deps.policies.rulesIn(actorOf(request).workspaceId)
        const place = deps.places.of(ip)
        const kept = whereaboutsOf(rules, deps.places, ip)
        return {
          ip,
          place: said(place),
          ...rules.of(place.country),
          kept: { ...(kept.ip === '' ? {} : { ip: kept.ip }), ...said(kept.place) }
        }
      }
    )

    app.get('/api/privacy/apply', { config: reading, schema: { response: { 200: PrivacyApply } } }, request =>
      applyOf(sql, actorOf(request).workspaceId)
    )

    app.post(
      '/api/privacy/apply',
      { config: writing, schema: { response: { 202: PrivacyApply, '4xx': ErrorBody } } },
      async (request, reply) => {
        const actor = actorOf(request)
        const { workspaceId } = actor
        await sql.begin(async tx => {
          const policy = await readPolicy(tx, workspaceId)
          await askToApply(tx, { workspaceId, policy, at: deps.clock(), by: actor.label.toWellFormed() })
          await deps.audit(actor, 'privacy.applied', null, {}, tx)
        })
        void deps.apply()
        return reply.code(202).send(await applyOf(sql, workspaceId))
      }
    )
  }
}

async function shownPolicy(sql: ISql, workspaceId: string): Promise<PrivacyPolicyShown> {
  const [row] = await sql<
    {
      policy: PrivacyPolicy | null
      changedAt: Date | null
      changedBy: string | null
      enforcedAt: Date | null
      forgotten: number
    }[]
  >`
    SELECT policy, changed_at AS "changedAt", changed_by AS "changedBy", enforced_at AS "enforcedAt", forgotten
    FROM privacy WHERE workspace_id = ${workspaceId}`
  const policy = row?.policy ?? defaultPolicy
  return {
    ...policy,
    unknown: rulesOf(policy).unknown,
    ...(row?.changedAt ? { changedAt: row.changedAt.toISOString() } : {}),
    ...(row?.changedBy ? { changedBy: row.changedBy } : {}),
    ...(row?.enforcedAt ? { enforcedAt: row.enforcedAt.toISOString() } : {}),
    forgotten: row?.forgotten ?? 0
  }
}

const said = (place: Place): Partial<Place> =>
  Object.fromEntries(Object.entries(place).filter(([, value]) => value !== ''))
