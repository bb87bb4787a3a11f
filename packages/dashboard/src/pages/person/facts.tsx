import type { Attribute, Person } from '@foyer/protocol'
import { Laptop, Monitor, Smartphone, Tablet } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { CopyIcon } from '../../ui/copy.tsx'
import { Flag, KindMark } from '../../ui/marks.tsx'
import { Ago } from '../../ui/time.tsx'
import { browserName } from '../../words/browsers.ts'
import { countryName, placeText } from '../../words/countries.ts'
import { count } from '../../words/numbers.ts'
import { attributeName, type KindOfAttribute, kindWords, plainText, valueText, webAddress } from '../../words/people.ts'
import { pageName } from './event-sentence.ts'
import { FactGroup } from './fact-group.tsx'
import { Identity } from './identity.tsx'

export function Facts({ person }: { person: Person }) {
  return (
    <div className="flex flex-col divide-y divide-line">
      <LastPages pages={person.lastPages} isOnline={person.online} />
      <Attributes attributes={person.attributes} />
      <FactGroup title="History">
        <Fact label="First seen">
          <Ago at={person.firstSeenAt} />
        </Fact>
        <Fact label="Last seen">
          <Ago at={person.lastSeenAt} />
        </Fact>
        <Fact label="Visits">{count(person.visits)}</Fact>
        <Fact label="Events">{count(person.events)}</Fact>
        <Fact label="First source">{person.firstSource ?? '—'}</Fact>
        <Fact label="Address">{person.ip ?? '—'}</Fact>
        <Fact label="Id">
          <span className="flex min-w-0 items-center gap-1">
            <span className="truncate font-mono text-xs">{person.id}</span>
            <CopyIcon text={person.id} label="Copy the id" />
          </span>
        </Fact>
      </FactGroup>
      <Devices devices={person.devices} />
      <Places places={person.places} />
      <Identity id={person.id} />
    </div>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[6.5rem_1fr] items-center gap-3 text-sm">
      <span className="text-ink-faint">{label}</span>
      <span className="min-w-0">{children}</span>
    </div>
  )
}

type BrowsedPage = Person['lastPages'][number]

function LastPages({ pages, isOnline }: { pages: BrowsedPage[]; isOnline: boolean }) {
  if (pages.length === 0) return null
  return (
    <FactGroup title="Last pages">
      <ol className="flex flex-col gap-1.5">
        {pages.map((page, index) => {
          const address = webAddress(page.url)
          const isCurrent = isOnline && index === 0
          return (
            <li key={`${page.at} ${page.url}`} className="flex items-baseline gap-2 text-sm">
              <span
                aria-hidden
                className={`size-1.5 shrink-0 -translate-y-0.5 rounded-full ${isCurrent ? 'animate-breathe bg-accent' : 'bg-line-strong'}`}
              />
              {address ? (
                <a
                  href={address}
                  target="_blank"
                  rel="noopener noreferrer nofollow"
                  title={address}
                  className="min-w-0 truncate hover:underline"
                >
                  {pageName(page)}
                </a>
              ) : (
                <span className="min-w-0 truncate">{pageName(page)}</span>
              )}
              {isCurrent ? (
                <span className="ml-auto shrink-0 text-xs text-accent">now</span>
              ) : (
                <Ago at={page.at} className="ml-auto shrink-0 text-xs text-ink-faint" />
              )}
            </li>
          )
        })}
      </ol>
    </FactGroup>
  )
}

const kinds: KindOfAttribute[] = ['verified', 'claimed', 'inferred']

/** What was proven stands first, what we worked out ourselves last; each group says which it is. */
function Attributes({ attributes }: { attributes: Attribute[] }) {
  const isKnown = attributes.some(attribute => attribute.kind !== 'inferred')
  return (
    <FactGroup title="Attributes">
      {!isKnown && (
        <p className="text-sm text-ink-soft">
          They have told us nothing yet. Call <code className="font-mono text-xs">LiveLayer.identify</code> when they
          sign in.
        </p>
      )}
      {kinds.map(kind => (
        <AttributesOfKind
          key={kind}
          kind={kind}
          attributes={inOrder(attributes.filter(attribute => attribute.kind === kind))}
        />
      ))}
    </FactGroup>
  )
}

const first = ['name', 'email', 'phone', 'company']
const placeOf = ({ key }: Attribute) => (first.includes(key) ? first.indexOf(key) : first.length)
/** Who they are before what else is known; the server's order otherwise. */
const inOrder = (attributes: Attribute[]) => attributes.toSorted((left, right) => placeOf(left) - placeOf(right))

const shownAtFirst = 10

function AttributesOfKind({ kind, attributes }: { kind: KindOfAttribute; attributes: Attribute[] }) {
  const [isOpen, setOpen] = useState(false)
  if (attributes.length === 0) return null
  const shown = isOpen ? attributes : attributes.slice(0, shownAtFirst)
  return (
    <div className="flex flex-col gap-2 pt-1">
      <p className="flex items-center gap-2 text-xs text-ink-faint">
        <KindMark kind={kind} />
        {kindWords[kind].meaning}
      </p>
      <dl className={kind === 'inferred' ? 'flex flex-col gap-1.5 text-ink-soft' : 'flex flex-col gap-1.5'}>
        {shown.map(attribute => (
          <div key={attribute.key} className="grid grid-cols-[6.5rem_1fr] gap-3 text-sm">
            <dt className="truncate text-ink-faint" title={plainText(attribute.key)}>
              {attributeName(attribute.key)}
            </dt>
            <dd className="min-w-0">
              <bdi>{shownValue(attribute)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {attributes.length > shownAtFirst && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="self-start rounded-sm text-xs text-ink-faint hover:text-ink"
        >
          {isOpen ? 'Fewer' : `${attributes.length - shownAtFirst} more`}
        </button>
      )}
    </div>
  )
}

const shownValue = ({ key, value, kind }: Attribute): string =>
  key === 'country' && kind === 'inferred' && typeof value === 'string' ? countryName(value) : valueText(value)

const deviceIcons: Record<string, typeof Monitor> = { mobile: Smartphone, tablet: Tablet, desktop: Monitor }

function Devices({ devices }: { devices: Person['devices'] }) {
  return (
    <FactGroup title="Devices" note={devices.length > 1 ? `${devices.length} browsers, one person` : undefined}>
      <ul className="flex flex-col gap-1.5">
        {devices.map(device => {
          const Icon = deviceIcons[device.device ?? ''] ?? Laptop
          return (
            <li key={device.visitorId} className="flex items-center gap-2 text-sm">
              <Icon aria-hidden className="size-4 shrink-0 text-ink-faint" />
              <span className="min-w-0 truncate">{browserName(device)}</span>
              <Ago at={device.lastSeenAt} className="ml-auto shrink-0 text-xs text-ink-faint" />
            </li>
          )
        })}
      </ul>
    </FactGroup>
  )
}

function Places({ places }: { places: Person['places'] }) {
  if (places.length === 0) return null
  return (
    <FactGroup title="Places">
      <ul className="flex flex-col gap-1.5">
        {places.map(place => (
          <li key={[place.country, place.region, place.city].join('|')} className="flex items-center gap-2 text-sm">
            <Flag code={place.country} />
            <span className="min-w-0 truncate">{placeText(place)}</span>
            <Ago at={place.lastSeenAt} className="ml-auto shrink-0 text-xs text-ink-faint" />
          </li>
        ))}
      </ul>
    </FactGroup>
  )
}
