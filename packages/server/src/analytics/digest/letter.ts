import { type Letter, nameLine } from '../../mail/index.ts'
import { dayAt } from '../language/moments.ts'
import type { Due } from './due.ts'
import { changeText, figureText } from './figures.ts'
import type { Told } from './told.ts'

/** `isOfTeam`: notes are written for the team, and an address somebody wrote down may be anybody's. */
type About = {
  workspace: string
  timezone: string
  due: Due
  isTest: boolean
  isOfTeam: boolean
  leaveUrl: string | null
}
const clock = (timezone: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' })

/** "2026-11-26", "2026-11-26, 14:05". */
const atText = (at: string, timezone: string) =>
  at.includes('T') ? `${dayAt(Date.parse(at), timezone)}, ${clock(timezone).format(Date.parse(at))}` : at

const everyWords = (from: string, to: string) => (from === to ? from : `${from} to ${to}`)

export function digestLetter(
  to: { address: string; name: string | null },
  told: Told,
  { workspace, timezone, due, isTest, isOfTeam, leaveUrl }: About
): Letter {
  const notes = isOfTeam ? told.notes : []
  const days = everyWords(due.from, due.to)
  return {
    to,
    fromName: workspace,
    subject: `${isTest ? 'Test: ' : ''}${nameLine(told.name)}, ${days}`,
    lead: `${nameLine(told.name)} of ${nameLine(workspace)}: ${days}, days of ${timezone.replaceAll('_', ' ')}, compared with as many days before.`,
    quotes: [],
    tables: [
      ...told.reports.map(({ name, figures, note }) => ({
        title: name,
        ...(note !== undefined ? { note } : figures.length === 0 ? { note: 'Nothing in this time.' } : {}),
        rows: figures.map(one => ({
          label: one.label,
          value: figureText(one.value, one.kind),
          change: changeText(one)
        }))
      })),
      ...(notes.length === 0
        ? []
        : [
            {
              title: 'Notes of the team',
              rows: notes.map(({ at, text }) => ({ label: text, value: atText(at, timezone), change: '' }))
            }
          ])
    ],
    action: { label: 'Open in Foyer', url: told.url },
    foot: ['Answers to this mail are not read.'],
    leave: leaveUrl === null ? null : { label: 'No more of these', url: leaveUrl },
    thread: null,
    direction: 'ltr',
    oneClick: true
  }
}
