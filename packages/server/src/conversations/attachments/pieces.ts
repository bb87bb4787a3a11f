import { Readable } from 'node:stream'
import type { ISql } from '../context.ts'

/** A fifth of a second on a slow line, and few enough rows for the largest file. */
const pieceBytes = 256 * 1024

/** In the transaction that writes the attachment's row, so that neither is ever there without the other. */
export async function writePieces(
  tx: ISql,
  attachment: { id: string; workspaceId: string },
  bytes: Buffer
): Promise<void> {
  for (let piece = 0; piece * pieceBytes < bytes.length; piece++) {
    const part = bytes.subarray(piece * pieceBytes, (piece + 1) * pieceBytes)
    await tx`
      INSERT INTO attachment_pieces (attachment_id, workspace_id, piece, bytes)
      VALUES (${attachment.id}, ${attachment.workspaceId}, ${piece}, ${part})`
  }
}

/** One piece after the other as the reader takes them: whoever reads slowly holds a quarter of a megabyte, and no connection. */
export function readPieces(sql: ISql, attachment: { id: string; workspaceId: string; bytes: number }): Readable {
  const pieces = Math.ceil(attachment.bytes / pieceBytes)
  async function* read() {
    for (let piece = 0; piece < pieces; piece++) {
      const [row] = await sql<{ bytes: Buffer }[]>`
        SELECT bytes FROM attachment_pieces
        WHERE attachment_id = ${attachment.id} AND workspace_id = ${attachment.workspaceId} AND piece = ${piece}`
      // Erased meanwhile: the answer breaks off short of its Content-Length, which the reader sees.
      if (!row) throw new Error('the attachment was removed while it was read')
      yield row.bytes
    }
  }
  return Readable.from(read(), { objectMode: false, highWaterMark: pieceBytes })
}
