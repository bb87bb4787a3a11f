import type { Randomness } from '../../http/index.ts'
import { newUuid } from '../../http/index.ts'
import type { Tx } from '../context.ts'
import { configOf, spaced } from '../language.ts'
import type { ReadDocument } from '../read/read.ts'

type Entry = { id: string; headings: string[]; text: string }
const batch = 500

/** Puts what was read in the place of what was there; whoever searches meanwhile finds the one or the other. */
export async function shelve(
  tx: Tx,
  random: Randomness,
  document: { id: string; workspaceId: string; title: string },
  read: ReadDocument,
  at: Date
): Promise<void> {
  const config = configOf(read.language)
  await tx`DELETE FROM passages WHERE document_id = ${document.id}`
  const entries = read.pieces.map(piece => ({ id: newUuid(random), ...piece }))
  for (let from = 0; from < entries.length; from += batch) {
    const rows = entries.slice(from, from + batch).map((entry, index) => ({
      ...entry,
      place: from + index + 1,
      ...searched(document.title, entry)
    }))
    await tx`
      INSERT INTO passages (id, workspace_id, document_id, place, headings, text, words)
      SELECT r.id, ${document.workspaceId}, ${document.id}, r.place, r.headings, r.text, ${wordsOf(tx, config)}
      FROM jsonb_to_recordset(${tx.json(rows)}) AS r(id uuid, place int, headings text[], text text, above text, body text)`
  }
  await tx`
    UPDATE documents SET title = ${document.title}, language = ${config}, passages = ${entries.length}, chars = ${read.chars},
      status = 'ready', fault = NULL, updated_at = ${at}
    WHERE id = ${document.id}`
}

/** After a new title: it is searched like the headings. */
export async function indexAgain(tx: Tx, document: { id: string; title: string; language: string }): Promise<void> {
  const entries = await tx<Entry[]>`SELECT id, headings, text FROM passages WHERE document_id = ${document.id}`
  for (let from = 0; from < entries.length; from += batch) {
    const rows = entries.slice(from, from + batch).map(entry => ({ id: entry.id, ...searched(document.title, entry) }))
    await tx`
      UPDATE passages p SET words = ${wordsOf(tx, document.language)}
      FROM jsonb_to_recordset(${tx.json(rows)}) AS r(id uuid, above text, body text) WHERE p.id = r.id`
  }
}

const searched = (title: string, entry: Pick<Entry, 'headings' | 'text'>) => ({
  above: spaced([title, ...entry.headings].join('\n')),
  body: spaced(entry.text)
})

const wordsOf = (tx: Tx, config: string) => tx`
  setweight(to_tsvector('simple', r.above), 'A') || setweight(to_tsvector(${config}::text::regconfig, r.above), 'A')
  || to_tsvector('simple', r.body) || to_tsvector(${config}::text::regconfig, r.body)`
