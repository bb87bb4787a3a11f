import { type Letter, nameLine } from '../../mail/index.ts'
import type { Due } from './due.ts'
import { changeText, figureText } from './figures.ts'
import type { Told } from './told.ts'

type About = { workspace: string; timezone: string; due: Due; isTest: boolean; leaveUrl: string | null }
const everyWords = (from: string, to: string) => (from === to ? from : `${from} to ${to}`)

export function digestLetter(
  to: { address: string; name: string | null },
  told: Told,
  { workspace, timezone, due, isTest, leaveUrl }: About
): Letter {
  const days = everyWords(due.from, due.to)
  return {
    to,
    fromName: workspace,
    subject: `${isTest ? 'Test: ' : ''}${nameLine(told.name)}, ${days}`,
    lead: `${nameLine(told.name)} of ${nameLine(workspace)}: ${days}, days of ${timezone.replaceAll('_', ' ')}, compared with as many days before.`,
    quotes: [],
    tables: told.reports.map(({ name, figures, note }) => ({
      title: name,
      ...(note !== undefined ? { note } : figures.length === 0 ? { note: 'Nothing in this time.' } : {}),
      rows: figures.map(one => ({ label: one.label, value: figureText(one.value, one.kind), change: changeText(one) }))
    })),
    action: { label: 'Open in Foyer', url: told.url },
    foot: ['Answers to this mail are not read.'],
    leave: leaveUrl === null ? null : { label: 'No more of these', url: leaveUrl },
    thread: null,
    direction: 'ltr',
    oneClick: true
  }
}
