import type { ResponderUsage } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { useTimezone } from '../../session.ts'
import { serverNow } from '../../time/clock.ts'
import { classes } from '../../ui/classes.ts'
import { Section } from '../../ui/page.tsx'
import { Failure, Loading, Skeleton } from '../../ui/states.tsx'
import { compactCount, count } from '../../words/numbers.ts'
import { Cell, Table } from '../settings/table.tsx'
import { usageQuery } from './answers-data.ts'
import { daysOf, sumOf } from './usage-days.ts'

type Day = ResponderUsage['items'][number]
type Figure = { name: string; of: (day: Omit<Day, 'day' | 'agentId'>) => number; isBad?: boolean }

const figures: Figure[] = [
  { name: 'Answers', of: day => day.answers },
  { name: 'A person was called', of: day => day.handOvers },
  { name: 'Failed', of: day => day.failed, isBad: true },
  { name: 'Tokens', of: day => day.promptTokens + day.completionTokens }
]

/** The last 30 days: what was answered, and what it took. */
export function Usage({ agentId }: { agentId: string }) {
  const usage = useQuery(usageQuery(agentId))
  return (
    <Section title="The last 30 days" hint="Answers in the playground count too.">
      {usage.isPending ? (
        <Loading what="the last 30 days" className="grid grid-cols-2 gap-2 sm:grid-cols-4">
          {figures.map(({ name }) => (
            <Skeleton key={name} className="h-20 rounded-md" />
          ))}
        </Loading>
      ) : usage.isError && !usage.data ? (
        <Failure isCompact fault={usage.error} what="The last 30 days" onRetry={() => void usage.refetch()} />
      ) : (
        <Figures items={usage.data} />
      )}
    </Section>
  )
}

function Figures({ items }: { items: readonly Day[] }) {
  const timezone = useTimezone()
  const days = daysOf(items, serverNow(), timezone)
  const sum = sumOf(items)
  return (
    <>
      <dl className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {figures.map(({ name, of, isBad }) => (
          <div key={name} className="flex flex-col gap-1 rounded-md border border-line p-3">
            <dt className="text-xs text-ink-faint">{name}</dt>
            <dd
              title={count(of(sum))}
              className={classes('text-xl font-medium', isBad && of(sum) > 0 && 'text-danger')}
            >
              {compactCount(of(sum))}
            </dd>
            <Bars values={days.map(of)} />
          </div>
        ))}
      </dl>
      {items.length > 0 && (
        <details className="text-sm">
          <summary className="w-fit rounded-sm text-ink-soft hover:text-ink">By day</summary>
          <div className="pt-2">
            <Table
              label="Answers by day"
              columns={[
                { label: 'Day' },
                { label: 'Answers', isNumber: true },
                { label: 'A person was called', isNumber: true },
                { label: 'Failed', isNumber: true },
                { label: 'Tokens read', isNumber: true },
                { label: 'Tokens written', isNumber: true }
              ]}
            >
              {days
                .filter(day => day.answers + day.handOvers + day.failed > 0)
                .reverse()
                .map(day => (
                  <tr key={day.day}>
                    <Cell>{day.day}</Cell>
                    <Cell isNumber>{count(day.answers)}</Cell>
                    <Cell isNumber>{count(day.handOvers)}</Cell>
                    <Cell isNumber>{count(day.failed)}</Cell>
                    <Cell isNumber>{count(day.promptTokens)}</Cell>
                    <Cell isNumber>{count(day.completionTokens)}</Cell>
                  </tr>
                ))}
            </Table>
          </div>
        </details>
      )}
    </>
  )
}

/** A shape, read in passing; the numbers stand above it and below. */
function Bars({ values }: { values: readonly number[] }) {
  const most = Math.max(...values, 1)
  return (
    <svg
      viewBox={`0 0 ${values.length * 4} 20`}
      preserveAspectRatio="none"
      aria-hidden
      className="h-5 w-full text-accent"
    >
      {values.map((value, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a day is its place
          key={index}
          x={index * 4}
          width={3}
          y={value === 0 ? 19 : 20 - Math.max(2, (value / most) * 20)}
          height={20}
          className={value === 0 ? 'fill-line-strong' : 'fill-current'}
        />
      ))}
    </svg>
  )
}
