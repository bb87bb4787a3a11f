import type { Attribute, ConversationPanel } from '@foyer/protocol'
import { type ReactNode, useState } from 'react'
import { KindMark } from '../../ui/marks.tsx'
import { countryName } from '../../words/countries.ts'
import { attributeName, type KindOfAttribute, plainText, valueText } from '../../words/people.ts'

export function Group({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-2 px-4 py-4">
      <h3 className="flex items-baseline justify-between text-sm font-medium">
        {title}
        {note && <span className="text-xs font-normal text-ink-faint">{note}</span>}
      </h3>
      {children}
    </section>
  )
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[5.5rem_1fr] items-baseline gap-3 text-sm">
      <span className="text-ink-faint">{label}</span>
      <span className="min-w-0">{children}</span>
    </div>
  )
}

const kinds: KindOfAttribute[] = ['verified', 'claimed', 'inferred']
const shownAtFirst = 8

type Props = { attributes: readonly Attribute[]; atStart: ConversationPanel['atStart'] }

/** What was proven stands first, what we worked out ourselves last; what was otherwise when they began to write says so. */
export function CustomData({ attributes, atStart }: Props) {
  const [isOpen, setOpen] = useState(false)
  const ordered = kinds.flatMap(kind => attributes.filter(attribute => attribute.kind === kind))
  const shown = isOpen ? ordered : ordered.slice(0, shownAtFirst)
  return (
    <Group title="What is known">
      {ordered.length === 0 && (
        <p className="text-sm text-ink-soft">Nothing yet. What your site tells of them appears here.</p>
      )}
      <dl className="flex flex-col gap-1.5">
        {shown.map(attribute => {
          const before = valueBefore(attribute, atStart)
          return (
            <div
              key={`${attribute.kind} ${attribute.key}`}
              className="grid grid-cols-[5rem_1fr_auto] items-start gap-2 text-sm"
            >
              <dt className="truncate text-ink-faint" title={plainText(attribute.key)}>
                {attributeName(attribute.key)}
              </dt>
              <dd className={attribute.kind === 'inferred' ? 'min-w-0 text-ink-soft' : 'min-w-0'}>
                <bdi className="line-clamp-3">{shownValue(attribute)}</bdi>
                {before !== undefined && (
                  <span className="block text-xs text-ink-faint">
                    at the start: <bdi>{before}</bdi>
                  </span>
                )}
              </dd>
              <dd>
                <KindMark kind={attribute.kind} />
              </dd>
            </div>
          )
        })}
      </dl>
      {ordered.length > shownAtFirst && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="self-start rounded-sm text-xs text-ink-faint hover:text-ink"
        >
          {isOpen ? 'Fewer' : `${ordered.length - shownAtFirst} more`}
        </button>
      )}
    </Group>
  )
}

const shownValue = ({ key, value, kind }: Attribute): string =>
  key === 'country' && kind === 'inferred' && typeof value === 'string' ? countryName(value) : valueText(value)

function valueBefore({ key, value, kind }: Attribute, { traits }: Props['atStart']): string | undefined {
  if (kind === 'inferred' || !(key in traits)) return undefined
  const before = valueText(traits[key])
  return before === valueText(value) ? undefined : before
}
