import type { ExportFormat, ReportKind } from '@foyer/protocol'
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
  csv: 'CSV, for spreadsheets',
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
  week: 'Hours of the week',
  questions: 'Questions without an answer',
  requests: 'Every request'
}

type Props = { kind: ReportKind; question: Record<string, unknown>; name: string }

/** A file of what is shown. While it is made it says how much has come, and can be stopped. */
export function ExportMenu({ kind, question, name }: Props) {
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
      trigger={<Button icon={<Download aria-hidden className="size-4 text-ink-soft" />}>Export</Button>}
    >
      {tables.map((table, index) => (
        <Section key={table} isFirst={index === 0} label={tableWords[table] ?? table}>
          {exportFormats
            // What most take along stands at each table, the rest at the first.
            .filter(format => index === 0 || format === 'csv')
            .map(format => (
              <MenuItem key={format} onSelect={() => void run(table, format)}>
                {formatWords[format]}
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
      {children}
    </>
  )
}
