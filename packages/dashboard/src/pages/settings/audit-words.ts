import type { AuditEntry } from '@foyer/protocol'
import { durationText } from '../../time/relative.ts'
import { plainText, valueText } from '../../words/people.ts'
import { listed } from '../person/event-sentence.ts'

const said: Record<string, string> = {
  'agent.created': 'added the agent',
  'agent.changed': 'changed the agent',
  'agent.deleted': 'deleted the agent',
  'agent.responder_changed': 'changed who answers first',
  'agent.responder_secret_made': 'made a signing secret for answers of the agent',
  'agent.secret_rotated': 'turned the identity secret of an agent',
  'annotation.added': 'wrote a note onto the charts',
  'annotation.changed': 'changed a note on the charts',
  'annotation.deleted': 'deleted a note from the charts',
  'canned_reply.created': 'wrote the canned reply',
  'canned_reply.changed': 'changed the canned reply',
  'canned_reply.removed': 'deleted the canned reply',
  'conversation.assigned': 'assigned a conversation',
  'conversation.handed_back': 'handed a conversation back to the agent',
  'conversation.labelled': 'labelled a conversation',
  'conversation.merged': 'merged two conversations',
  'conversation.resolved': 'resolved a conversation',
  'conversation.opened': 'opened a conversation again',
  'conversation.snoozed': 'put a conversation off',
  'conversation.blocked': 'blocked the visitor of a conversation',
  'conversation.unblocked': 'let the visitor of a conversation write again',
  'conversation.taken': 'took a conversation over from the agent',
  'conversation.transferred': 'passed a conversation on',
  'dashboard.created': 'made the dashboard',
  'dashboard.changed': 'changed the dashboard',
  'dashboard.deleted': 'deleted the dashboard',
  'dashboard.link_made': 'made a secret link to the dashboard',
  'dashboard.link_withdrawn': 'withdrew the secret link to the dashboard',
  'deliveries.retried': 'sent once more what had failed, to a destination',
  'delivery.resent': 'sent a delivery once more',
  'destination.created': 'added the destination',
  'destination.changed': 'changed the destination',
  'destination.deleted': 'deleted the destination',
  'destination.restored': 'took back to an earlier state the destination',
  'destination.tested': 'sent a test event to a destination',
  'digest.created': 'made a digest',
  'digest.changed': 'changed a digest',
  'digest.deleted': 'deleted a digest',
  'document.added': 'added the document',
  'document.changed': 'changed the document',
  'document.deleted': 'deleted the document',
  'crawl.started': 'read a site',
  'crawl.cancelled': 'stopped the reading of a site',
  'crawl.deleted': 'deleted the site',
  'label.renamed': 'renamed the label',
  'label.removed': 'took off the label',
  'conversations.settings_changed': 'changed how the inbox works',
  'message_rule.created': 'added the message',
  'message_rule.changed': 'changed the message',
  'message_rule.deleted': 'deleted the message',
  'message_rules.ordered': 'sorted the messages of an agent',
  'message_rules.settings_changed': 'changed how often messages are shown',
  'key.created': 'made the API key',
  'key.deleted': 'deleted the API key',
  'member.invited': 'invited',
  'member.invited_again': 'made a new invitation link for',
  'member.joined': 'joined',
  'member.changed': 'changed the member',
  'member.removed': 'removed the member',
  'member.password_changed': 'changed their password',
  'member.signed_in': 'signed in',
  'member.signed_out': 'signed out',
  'person.erased': 'erased a person, with all that was kept of them',
  'person.exported': 'took along all that is kept of a person',
  'person.unmerge': 'took a join back',
  'privacy.changed': 'changed what is kept of addresses and places',
  'privacy.applied': 'applied the privacy rules to what is stored',
  'replay.started': 'began a replay to a destination',
  'replay.stopped': 'stopped a replay to a destination',
  'segment.created': 'made the segment',
  'segment.changed': 'changed the segment',
  'segment.deleted': 'deleted the segment',
  'report.saved': 'saved the report',
  'report.changed': 'changed the report',
  'report.deleted': 'deleted the report',
  'workspace.created': 'made the workspace',
  'workspace.changed': 'changed the workspace'
}

/** "Robin Vale" of "Robin Vale <robin@shop.example>", which is one hover away. */
export const actorName = (actor: string) => plainText(actor).replace(/\s+<[^<>]*>$/, '') || plainText(actor)

/** "turned the identity secret of an agent", or the action's own words where there are no better ones. */
export const actionText = (action: string) => said[action] ?? action.replace(/[._]/g, ' ')

type Change = { key: string; before: unknown; after: unknown }

/** What changed, from the two pictures an entry may hold. */
export function changesOf(detail: AuditEntry['detail']): Change[] {
  const before = plainObject(detail.before)
  const after = plainObject(detail.after)
  if (!before || !after) return []
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map(key => ({ key, before: before[key], after: after[key] }))
    .filter(change => JSON.stringify(change.before) !== JSON.stringify(change.after))
}

/** What the entry is about, in a few words; the rest is one click away. */
export function aboutText({ action, detail, target }: Pick<AuditEntry, 'action' | 'detail' | 'target'>): string {
  const about = [
    detail.name,
    detail.title,
    detail.url,
    plainObject(detail.before)?.name,
    detail.email,
    detail.key,
    typeof detail.shortcut === 'string' ? `/${detail.shortcut}` : undefined,
    action === 'conversation.transferred' && typeof detail.to === 'string' ? `to ${detail.to}` : undefined,
    typeof detail.assignee === 'string' ? `to ${detail.assignee}` : undefined,
    Array.isArray(detail.labels) ? listed(detail.labels.map(valueText)) || 'without labels' : undefined
  ].find(value => typeof value === 'string')
  const words = [typeof about === 'string' ? plainText(about) : undefined]
  const changed = changesOf(detail)
  if (changed.length > 0)
    words.push(
      listed(changed.map(({ key, before, after }) => `${key} from ${valueText(before)} to ${valueText(after)}`))
    )
  if (typeof detail.role === 'string') words.push(`as ${detail.role}`)
  if (typeof detail.graceSeconds === 'number')
    words.push(`the old one is believed for ${durationText(detail.graceSeconds * 1000)}`)
  const text = words.filter(word => word !== undefined).join(', ')
  // What a member does to their own session is about nobody else.
  return text === '' && !/^member\.(signed|password)/.test(action) ? (target ?? '') : text
}

const plainObject = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
