import type { ExportFormat, ExportRequest } from '@foyer/protocol'
import { exportFormats, exportTables } from '@foyer/protocol/plain'
import { Download, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem, MenuLabel, MenuLine } from '../../ui/menu.tsx'
import { faultText } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'
import { bytesText } from '../../words/numbers.ts'
import { download } from './download.ts'

const formatWords: Record<ExportFormat, string> = {
  csv: 'CSV',
  json: 'JSON',
  ndjson: 'JSON lines',
  parquet: 'Parquet'
}
const tableWords: Record<string, string> = {
  figures: 'The figures',
  points: 'Over time',
  values: 'The list',
  totals: 'Totals',
  steps: 'Steps',
  breakdown: 'By value',
  overTime: 'Over time',
  timeToConvert: 'Time to convert',
  cohorts: 'Cohorts',
  curve: 'The curve',
  links: 'From step to step',
  nodes: 'Pages and events',
  members: 'By member',
  sources: 'By source',
  countries: 'By country',
  compared: 'The other time',
  week: 'Hours of the week',
  ratings: 'Ratings',
  questions: 'Questions without an answer',
  requests: 'Every request',
  endpoints: 'By endpoint',
  addresses: 'By address',
  statuses: 'By status',
  minutes: 'Minute by minute',
  pages: 'By page',
  events: 'By event',
  hours: 'By the hour',
  reasons: 'Reasons, by the hour',
  sums: 'The sum',
  people: 'The people'
}

type Props = { kind: ExportRequest['kind']; question: Record<string, unknown>; name: string; isSmall?: boolean }

/** A file of what is shown. While it is made it says how much has come, and can be stopped. */
export function ExportMenu({ kind, question, name, isSmall }: Props) {
  const [received, setReceived] = useState<number>()
  const stop = useRef<AbortController>(null)
  useEffect(() => () => stop.current?.abort(), [])
  const run = async (table: string, format: ExportFormat) => {
    const stopping = new AbortController()
    stop.current = stopping
    setReceived(0)
    try {
      await download({ kind, question, table, format, name }, stopping.signal, setReceived)
    } catch (fault) {
      if (!stopping.signal.aborted) toast(faultText(fault))
    } finally {
      setReceived(undefined)
    }
  }
  if (received !== undefined)
    return (
      <Button
        size={isSmall ? 'small' : 'normal'}
        icon={<X aria-hidden className="size-4" />}
        onClick={() => stop.current?.abort()}
        title="Stop the export"
        className="tabular-nums"
      >
        Stop, {bytesText(received)} came
      </Button>
    )
  const tables = exportTables[kind]
  return (
    <Menu
      align="end"
      label="Export"
      trigger={
        <Button
          size={isSmall ? 'small' : 'normal'}
          icon={<Download aria-hidden className={isSmall ? 'size-3.5 text-ink-soft' : 'size-4 text-ink-soft'} />}
        >
          Export
        </Button>
      }
    >
      {tables.map((table, index) => (
        <Section key={table} isFirst={index === 0} label={tableWords[table] ?? table}>
          {exportFormats.map(format => (
            <MenuItem key={format} onSelect={() => void run(table, format)}>
              {formatWords[format]}
              <span className="sr-only">: {tableWords[table] ?? table}</span>
            </MenuItem>
          ))}
        </Section>
      ))}
    </Menu>
  )
}

function Section({ isFirst, label, children }: { isFirst: boolean; label: string; children: React.ReactNode }) {
  return (
    <>
      {!isFirst && <MenuLine />}
      <MenuLabel>{label}</MenuLabel>
      <div className="flex">{children}</div>
    </>
  )
}
