import type { Person } from '@foyer/protocol'
import { Building2, Download, Eraser, Fingerprint, Link2, Mail, MapPin, MoreHorizontal } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useCan } from '../../session.ts'
import { useMedia } from '../../shell/use-media.ts'
import { runningTime } from '../../time/relative.ts'
import { useNow } from '../../time/use-now.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy.tsx'
import { VerifiedMark } from '../../ui/marks.tsx'
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx'
import { Ago } from '../../ui/time.tsx'
import { toast } from '../../ui/toasts.tsx'
import { placeText } from '../../words/countries.ts'
import { isAnonymous, nameOf, plainText } from '../../words/people.ts'
import { EraseDialog } from './erase-dialog.tsx'
import { pageName } from './event-sentence.ts'

type Props = { person: Person; back: ReactNode; isCompact: boolean }

export function ProfileHeader({ person, back, isCompact }: Props) {
  const traits = [
    person.email && person.name ? { icon: Mail, text: plainText(person.email) } : undefined,
    person.company ? { icon: Building2, text: plainText(person.company) } : undefined,
    person.country ? { icon: MapPin, text: placeText(person) } : undefined
  ].filter(trait => trait !== undefined)
  // In a panel the page beside it has the first heading.
  const Heading = isCompact ? 'h2' : 'h1'
  return (
    <header className="flex items-start gap-3 border-b border-line px-4 py-3 md:px-5 md:py-4">
      <div className="flex h-12 items-center">{back}</div>
      <Avatar id={person.id} size="large" isOnline={person.online} />
      <div className="flex min-h-12 min-w-0 flex-1 flex-col justify-center gap-0.5">
        <Heading className="flex items-center gap-1.5 text-lg font-medium">
          <bdi className="truncate">{nameOf(person)}</bdi>
          {person.verified && <VerifiedMark />}
          {isAnonymous(person) && (
            <span
              className="rounded-sm bg-pressed px-1.5 text-xs font-normal text-ink-soft"
              title="A name made from their id, until they tell us theirs"
            >
              anonymous
            </span>
          )}
          {person.bot && (
            <span className="rounded-sm bg-warning-soft px-1.5 text-xs font-normal text-warning">bot</span>
          )}
        </Heading>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-0.5 text-sm text-ink-soft">
          {traits.map(({ icon: Icon, text }) => (
            <span key={text} className="flex min-w-0 items-center gap-1.5">
              <Icon aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
              <bdi className="truncate">{text}</bdi>
            </span>
          ))}
          <Whereabouts person={person} />
        </div>
      </div>
      <Actions person={person} isCompact={isCompact} />
    </header>
  )
}

/** Where they are now, with the seconds running; else when they were last here. */
function Whereabouts({ person }: { person: Person }) {
  const now = useNow(1_000)
  const page = person.lastPages[0]
  if (!person.online)
    return (
      <span className="text-ink-faint">
        last seen <Ago at={person.lastSeenAt} />
      </span>
    )
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-accent">
      <span aria-hidden className="size-1.5 shrink-0 animate-breathe rounded-full bg-accent" />
      {page ? (
        <span className="truncate">
          here now on <span className="font-medium">{pageName(page)}</span> for {runningTime(now - Date.parse(page.at))}
        </span>
      ) : (
        'here now'
      )}
    </span>
  )
}

function Actions({ person, isCompact }: { person: Person; isCompact: boolean }) {
  const [isErasing, setErasing] = useState(false)
  const mayExport = useCan('conversations:read')
  const mayErase = useCan('people:erase')
  const hasRoom = useMedia('(min-width: 768px)') && !isCompact
  const copy = async (text: string, what: string) =>
    toast((await copyText(text)) ? `${what} copied` : 'The browser did not allow copying.')
  const copyId = () => void copy(person.id, 'Id')
  const copyLink = () => void copy(`${location.origin}/people/${person.id}`, 'Link')
  const icon = 'size-3.5 text-ink-soft'
  return (
    <div className="flex h-12 shrink-0 items-center gap-2">
      {hasRoom && (
        <>
          <Button icon={<Fingerprint aria-hidden className={icon} />} onClick={copyId}>
            Copy id
          </Button>
          <Button icon={<Link2 aria-hidden className={icon} />} onClick={copyLink}>
            Copy link
          </Button>
        </>
      )}
      {(!hasRoom || mayExport || mayErase) && (
        <Menu
          trigger={
            <IconButton label="Actions">
              <MoreHorizontal aria-hidden className="size-4" />
            </IconButton>
          }
        >
          {!hasRoom && (
            <>
              <MenuItem icon={<Fingerprint aria-hidden className={icon} />} onSelect={copyId}>
                Copy id
              </MenuItem>
              <MenuItem icon={<Link2 aria-hidden className={icon} />} onSelect={copyLink}>
                Copy link
              </MenuItem>
            </>
          )}
          {mayExport && (
            <MenuItem icon={<Download aria-hidden className={icon} />} onSelect={() => saveExport(person.id)}>
              Export all that is kept
            </MenuItem>
          )}
          {mayErase && (
            <>
              <MenuLine />
              <MenuItem isDanger icon={<Eraser aria-hidden className="size-3.5" />} onSelect={() => setErasing(true)}>
                Erase…
              </MenuItem>
            </>
          )}
        </Menu>
      )}
      <EraseDialog person={person} isOpen={isErasing} onClose={() => setErasing(false)} />
    </div>
  )
}

/** The browser writes it to the disk as it comes: an export may be larger than a page can hold. */
function saveExport(id: string): void {
  const link = document.createElement('a')
  link.href = `/api/people/${id}/export`
  link.download = ''
  link.click()
  toast('The browser is saving the export.')
}
