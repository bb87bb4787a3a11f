import type { ConversationsContext } from '../context.ts'
import { documentsResponder } from './documents/answer.ts'
import { openaiResponder } from './openai/answer.ts'
import { type Responder, ResponderError } from './responder.ts'
import { keyOwner, type ResponderRow, secretOwner } from './settings.ts'
import { webhookResponder } from './webhook/answer.ts'

export type MakeResponder = (settings: ResponderRow, agentId: string) => Responder

/** The one that answers, as it is set. */
export const makeResponder =
  (context: Pick<ConversationsContext, 'vault' | 'reach' | 'random' | 'clock'>): MakeResponder =>
  (settings, agentId) => {
    const opened = (sealed: Buffer | null, owner: string) => (sealed ? context.vault.open(sealed, owner) : null)
    switch (settings.kind) {
      case 'documents':
        return documentsResponder
      case 'openai':
        return openaiResponder(
          {
            baseUrl: settings.baseUrl,
            model: settings.model,
            key: opened(settings.apiKey, keyOwner(agentId)),
            instructions: settings.instructions,
            maxTokens: settings.maxTokens,
            timeoutSeconds: settings.modelSeconds,
            confidenceBelow: settings.confidenceBelow
          },
          context
        )
      case 'webhook':
        return webhookResponder(
          {
            url: settings.webhookUrl,
            secret: opened(settings.webhookSecret, secretOwner(agentId)),
            timeoutSeconds: settings.webhookSeconds
          },
          context
        )
      case 'none':
        return async () => {
          throw new ResponderError('not_set', 'Nobody is set to answer.')
        }
    }
  }
