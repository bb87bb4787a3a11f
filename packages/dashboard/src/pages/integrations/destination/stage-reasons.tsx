import type { DestinationFigures } from '@foyer/protocol'
import { Link } from '@tanstack/react-router'
import { count } from '../../../words/numbers.ts'
import { plainText } from '../../../words/people.ts'
import { behind, type StageName, shareText, stageWords } from './stage-words.ts'

type Props = { id: string; figures: DestinationFigures; span: string | undefined; isShare: boolean }

const wholeRow = 'min-w-0 rounded-sm after:absolute after:inset-0 hover:underline'

const told: readonly StageName[] = ['failed', 'retried', 'withheld', 'filtered']

/** Why not everything arrived; each reason leads to the deliveries that ended so, or to what decides it. */
export function StageReasons({ id, figures, span, isShare }: Props) {
  const groups = told
    .map(stage => ({ stage, reasons: figures.reasons.filter(reason => reason.stage === stage) }))
    .filter(({ reasons }) => reasons.length > 0)
  return (
    <section aria-label="Reasons" className="flex flex-col gap-4">
      <h2 className="text-base font-medium">Why not everything arrived</h2>
      {groups.length === 0 && <p className="text-sm text-ink-soft">Nothing failed or was withheld in this time.</p>}
      <div className="grid gap-5 lg:grid-cols-2">
        {groups.map(({ stage, reasons }) => (
          <section key={stage} aria-label={stageWords[stage].name} className="min-w-0">
            <h3 className="flex justify-between pb-1 text-xs text-ink-faint">
              <span>{stageWords[stage].name}</span>
              <span>Events</span>
            </h3>
            <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
              {reasons.map(({ reason, sentence, count: many }) => (
                <li key={reason} className="relative flex items-baseline justify-between gap-3 px-3 py-2 text-sm">
                  {behind[stage] || reason === 'not_in_segment' ? (
                    <Link
                      to="/integrations/$id/debugger"
                      params={{ id }}
                      // What was tried again has the reason of its last try, which may be none.
                      search={{ ...(stage === 'retried' ? behind.retried : { reason }), ...(span ? { span } : {}) }}
                      className={wholeRow}
                    >
                      {plainText(sentence)}
                    </Link>
                  ) : reason === 'no_rule' ? (
                    // No delivery stands behind it: a dry run of the mapping says which events these are.
                    <Link to="/integrations/$id/mapping" params={{ id }} className={wholeRow}>
                      {plainText(sentence)}
                    </Link>
                  ) : (
                    <span className="min-w-0">{plainText(sentence)}</span>
                  )}
                  <span className="shrink-0">{isShare ? shareText(many, totalOf(figures, stage)) : count(many)}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  )
}

const totalOf = (figures: DestinationFigures, wanted: StageName) =>
  figures.stages.find(({ stage }) => stage === wanted)?.count ?? 0
