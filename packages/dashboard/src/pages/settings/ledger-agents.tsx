import type { Agent, LedgerRow } from '@foyer/protocol'
import { count } from '../../words/numbers.ts'
import { plainText } from '../../words/people.ts'
import { byAgent, reasonText, totalOf } from './ledger-sums.ts'
import { Cell, Table } from './table.tsx'

type Props = { rows: readonly LedgerRow[]; agents: readonly Agent[]; onChoose: (agentId: string) => void }

/** Of which page what came, and what of it was not kept and why: the reasons stand there for whoever has no pointer, too. */
export function LedgerAgents({ rows, agents, onChoose }: Props) {
  const sums = byAgent(rows)
  if (sums.length < 2) return null
  return (
    <Table
      label="By agent"
      columns={[
        { label: 'Agent' },
        { label: 'Received', isNumber: true },
        { label: 'Stored', isNumber: true },
        { label: 'Duplicates', isNumber: true, isSpare: true },
        { label: 'Refused', isNumber: true },
        { label: 'Why', isSpare: true }
      ]}
    >
      {sums.map(({ agentId, sum }) => {
        const agent = agents.find(({ id }) => id === agentId)
        return (
          <tr key={agentId}>
            <Cell>
              {agent ? (
                <button
                  type="button"
                  onClick={() => onChoose(agentId)}
                  className="rounded-sm text-left decoration-line-strong underline-offset-4 hover:underline"
                >
                  <bdi>{plainText(agent.name)}</bdi>
                </button>
              ) : (
                <span className="text-ink-soft">An agent that was deleted</span>
              )}
            </Cell>
            <Cell isNumber>{count(sum.received)}</Cell>
            <Cell isNumber>{count(sum.stored)}</Cell>
            <Cell isNumber isSpare>
              {count(sum.duplicate)}
            </Cell>
            <Cell isNumber>{count(totalOf(sum.rejected))}</Cell>
            <Cell isSpare className="py-2 text-ink-soft">
              {Object.entries(sum.rejected)
                .map(([code, each]) => `${reasonText(code)}: ${count(each)}`)
                .join(' · ') || '—'}
            </Cell>
          </tr>
        )
      })}
    </Table>
  )
}
