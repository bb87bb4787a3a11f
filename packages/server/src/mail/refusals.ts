import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { ISql } from 'postgres'

const macBytes = 16
const hashBytes = 16
const workspaceBytes = 16

export type Refusals = ReturnType<typeof createRefusals>

/** Who wants no more mail. The link says whose, and only this server can have made it; it names no address to who reads it. */
export function createRefusals(secret: string) {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'foyer mail refusals', 32))
  const mac = (purpose: string, data: string | Uint8Array) =>
    createHmac('sha256', key).update(`${purpose}\0`).update(data).digest().subarray(0, macBytes)
  // The part before the @ may mean case; nobody who says no means only one spelling.
  const hashOf = (address: string) => mac('address', address.trim().toLowerCase())
  const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex')

  return {
    tokenOf(workspaceId: string, address: string): string {
      const payload = Buffer.concat([bytesOf(workspaceId), hashOf(address)])
      return Buffer.concat([payload, mac('link', payload)]).toString('base64url')
    },
    /** null for anything not made here. */
    read(token: string): { workspaceId: string; address: Buffer } | null {
      const bytes = Buffer.from(token.slice(0, 200), 'base64url')
      if (bytes.length !== workspaceBytes + hashBytes + macBytes) return null
      const payload = bytes.subarray(0, workspaceBytes + hashBytes)
      if (!timingSafeEqual(bytes.subarray(payload.length), mac('link', payload))) return null
      return {
        workspaceId: payload.subarray(0, workspaceBytes).toString('hex'),
        address: payload.subarray(workspaceBytes)
      }
    },
    async isRefused(sql: ISql, workspaceId: string, address: string): Promise<boolean> {
      const rows = await sql`
        SELECT 1 FROM mail_refusals WHERE workspace_id = ${workspaceId} AND address = ${hashOf(address)}`
      return rows.length > 0
    },
    async refuse(sql: ISql, refusal: { workspaceId: string; address: Buffer }, at: Date): Promise<void> {
      await sql`
        INSERT INTO mail_refusals (workspace_id, address, at)
        SELECT id, ${refusal.address}, ${at} FROM workspaces WHERE id = ${refusal.workspaceId}
        ON CONFLICT DO NOTHING`
    },
    async allow(sql: ISql, refusal: { workspaceId: string; address: Buffer }): Promise<void> {
      await sql`
        DELETE FROM mail_refusals WHERE workspace_id = ${refusal.workspaceId} AND address = ${refusal.address}`
    }
  }
}
