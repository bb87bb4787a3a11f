import type { ISql } from 'postgres'
import type { Letter } from '../../mail/index.ts'
import type { Reach } from '../../outward/index.ts'
import type { SavedContext } from '../saved/context.ts'

export type DigestContext = SavedContext & {
  mail: {
    put(
      tx: ISql,
      mail: {
        workspaceId: string
        conversationId: null
        memberId: string | null
        kind: 'digest'
        key: string
        letter: Letter
      }
    ): Promise<boolean>
    look(): void
    isRefused(sql: ISql, workspaceId: string, address: string): Promise<boolean>
  }
  reach: Reach
  vault: { seal(text: string, owner: string): Buffer; open(sealed: Uint8Array, owner: string): string }
}

export type { ISql }
