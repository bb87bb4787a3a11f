import type { PersonSummary } from '@foyer/protocol'
import { Link } from '@tanstack/react-router'
import { memo, type ReactNode } from 'react'
import { Avatar } from '../../ui/avatar.tsx'
import { classes } from '../../ui/classes.ts'
import { BotMark, Country, Flag, VerifiedMark } from '../../ui/marks.tsx'
import { Ago } from '../../ui/time.tsx'
import { placeText } from '../../words/countries.ts'
import { count, counted } from '../../words/numbers.ts'
import { isAnonymous, nameOf, plainText } from '../../words/people.ts'
import type { Column } from './people-search.ts'

const none = <span className="text-ink-faint">—</span>
const words = (text: string | undefined) =>
  text === undefined ? none : <span className="truncate">{plainText(text)}</span>

const cells: Record<Column, (person: PersonSummary) => ReactNode> = {
  lastSeenAt: person =>
    person.online ? <span className="text-accent">here now</span> : <Ago at={person.lastSeenAt} />,
  firstSeenAt: person => <Ago at={person.firstSeenAt} />,
  visits: person => count(person.visits),
  events: person => count(person.events),
  firstSource: person => words(person.firstSource),
  country: person => (
    <span title={placeText(person)} className="flex min-w-0">
      <Country code={person.country} />
    </span>
  ),
  email: person => words(person.email),
  company: person => words(person.company),
  device: person => words([person.browser, person.os].filter(Boolean).join(' on ') || person.device)
}
const isNumber = (column: Column) => column === 'visits' || column === 'events'

/** One of the rows is reached by Tab, the others from there by j and k. */
type Props = { person: PersonSummary; columns: Column[]; isReachable: boolean }

export const PersonCells = memo(function PersonCells({ person, columns, isReachable }: Props) {
  return (
    <>
      <td className="flex min-w-0 items-center gap-2.5">
        <Avatar id={person.id} isOnline={person.online} />
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1.5">
            <Link
              to="/people/$id"
              params={{ id: person.id }}
              tabIndex={isReachable ? 0 : -1}
              className={classes(
                'truncate outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent',
                isAnonymous(person) ? 'text-ink-soft' : 'font-medium'
              )}
            >
              <bdi>{nameOf(person)}</bdi>
            </Link>
            {person.verified && <VerifiedMark />}
            {person.bot && <BotMark />}
          </span>
          {/* On a phone the row says in a second line what the columns say elsewhere. */}
          <span className="flex items-center gap-1.5 truncate text-xs text-ink-faint sm:hidden">
            {person.country !== undefined && <Flag code={person.country} />}
            {person.online ? <span className="text-accent">here now</span> : <Ago at={person.lastSeenAt} />}·{' '}
            {counted(person.visits, 'visit')}
          </span>
        </span>
      </td>
      {columns.map(column => (
        <td
          key={column}
          className={classes('min-w-0 truncate text-ink-soft max-sm:hidden', isNumber(column) && 'text-right')}
        >
          {cells[column](person)}
        </td>
      ))}
    </>
  )
})
