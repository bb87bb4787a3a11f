import type { ProactiveRule, ProactiveRules } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, MoreHorizontal, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useSegmentName } from '../../analytics/filters/filter-data.ts'
import { queryClient } from '../../query-client.ts'
import { useTimezone } from '../../session.ts'
import { useNow } from '../../time/use-now.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { FormFault, faultText } from '../../ui/states.tsx'
import { Switch } from '../../ui/switch.tsx'
import { Ago } from '../../ui/time.tsx'
import { toast } from '../../ui/toasts.tsx'
import { count } from '../../words/numbers.ts'
import { plainText } from '../../words/people.ts'
import { hoursWords, ruleWords } from './condition-words.ts'
import { dayOf } from './draft.ts'
import { changeRule, lookAgain, removeRule, rulesQuery, sortRules } from './messages-data.ts'

/** The rules in the order they are tried, each with what came of it. */
export function RuleList({
  agent,
  rules,
  mayWrite,
  onEdit
}: {
  agent: string
  rules: readonly ProactiveRule[]
  mayWrite: boolean
  onEdit: (id: string) => void
}) {
  const [leaving, setLeaving] = useState<ProactiveRule | null>(null)
  const sorting = useMutation({
    mutationFn: (ids: string[]) => sortRules(agent, ids),
    onSuccess: sorted => queryClient.setQueryData(rulesQuery(agent).queryKey, sorted),
    onError: fault => {
      toast(faultText(fault))
      void lookAgain(agent)
    }
  })
  const move = (from: number, to: number) => {
    const ids = rules.map(rule => rule.id)
    const [id] = ids.splice(from, 1)
    if (id !== undefined && !sorting.isPending) sorting.mutate(ids.toSpliced(to, 0, id))
  }
  return (
    <>
      <ol className="flex flex-col divide-y divide-line rounded-md border border-line">
        {rules.map((rule, at) => (
          <Row
            key={rule.id}
            agent={agent}
            rule={rule}
            mayWrite={mayWrite}
            onEdit={() => onEdit(rule.id)}
            onLeave={() => setLeaving(rule)}
            onUp={at > 0 ? () => move(at, at - 1) : undefined}
            onDown={at < rules.length - 1 ? () => move(at, at + 1) : undefined}
          />
        ))}
      </ol>
      {leaving && <Deletion agent={agent} rule={leaving} onClose={() => setLeaving(null)} />}
    </>
  )
}

type RowProps = {
  agent: string
  rule: ProactiveRule
  mayWrite: boolean
  onEdit: () => void
  onLeave: () => void
  onUp: (() => void) | undefined
  onDown: (() => void) | undefined
}

function Row({ agent, rule, mayWrite, onEdit, onLeave, onUp, onDown }: RowProps) {
  const name = plainText(rule.name)
  const segmentName = useSegmentName(rule.conditions.some(condition => condition.kind === 'segment'))
  return (
    <li className="flex flex-col gap-2 px-3 py-3 sm:px-4">
      <div className="flex items-start gap-3">
        <RuleSwitch agent={agent} rule={rule} isFixed={!mayWrite} />
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-baseline gap-x-2">
            {mayWrite ? (
              <button type="button" className="max-w-full truncate font-medium hover:underline" onClick={onEdit}>
                {name}
              </button>
            ) : (
              <span className="max-w-full truncate font-medium">{name}</span>
            )}
            <Standing rule={rule} />
          </p>
          <p className="mt-0.5 line-clamp-2 text-sm text-ink-soft" dir="auto">
            {plainText(rule.message)}
          </p>
          <p className="mt-1 text-xs text-ink-faint">
            {ruleWords(rule.conditions, rule.frequency, segmentName)}
            {rule.hours && ` ${hoursWords(rule.hours)}.`}
          </p>
        </div>
        {mayWrite && (
          <span className="flex shrink-0">
            <IconButton label={`Try ${name} earlier`} className="max-sm:hidden" disabled={!onUp} onClick={onUp}>
              <ArrowUp aria-hidden className="size-4" />
            </IconButton>
            <IconButton label={`Try ${name} later`} className="max-sm:hidden" disabled={!onDown} onClick={onDown}>
              <ArrowDown aria-hidden className="size-4" />
            </IconButton>
            <Menu
              label={`More about ${name}`}
              trigger={
                <IconButton label={`More about ${name}`}>
                  <MoreHorizontal aria-hidden className="size-4" />
                </IconButton>
              }
            >
              <MenuItem icon={<Pencil aria-hidden className="size-4" />} onSelect={onEdit}>
                Edit
              </MenuItem>
              {onUp && (
                <MenuItem icon={<ArrowUp aria-hidden className="size-4" />} onSelect={onUp}>
                  Try it earlier
                </MenuItem>
              )}
              {onDown && (
                <MenuItem icon={<ArrowDown aria-hidden className="size-4" />} onSelect={onDown}>
                  Try it later
                </MenuItem>
              )}
              <MenuItem icon={<Trash2 aria-hidden className="size-4" />} isDanger onSelect={onLeave}>
                Delete
              </MenuItem>
            </Menu>
          </span>
        )}
      </div>
      <Counts rule={rule} />
    </li>
  )
}

/** Why it does not appear although it is switched on. */
function Standing({ rule }: { rule: ProactiveRule }) {
  const now = useNow(60_000)
  const timezone = useTimezone()
  if (!rule.enabled) return <span className="text-xs text-ink-faint">off</span>
  if (rule.activeTo && Date.parse(rule.activeTo) <= now) return <span className="text-xs text-warning">ended</span>
  if (rule.activeFrom && Date.parse(rule.activeFrom) > now)
    return <span className="text-xs text-info">from {dayOf(rule.activeFrom, timezone)}</span>
  return null
}

function Counts({ rule }: { rule: ProactiveRule }) {
  const rate = rule.shown === 0 ? '—' : `${Math.round((rule.answered / rule.shown) * 100)}%`
  const figures = [
    ['Shown', count(rule.shown)],
    ['Answered', count(rule.answered)],
    ['Closed', count(rule.dismissed)],
    ['Answer rate', rate]
  ] as const
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-1 pl-12 text-xs text-ink-faint">
      {figures.map(([word, figure]) => (
        <div key={word} className="flex gap-1.5">
          <dt>{word}</dt>
          <dd className="font-medium text-ink">{figure}</dd>
        </div>
      ))}
      {rule.lastShownAt && (
        <div className="flex gap-1.5">
          <dt>Last</dt>
          <dd>
            <Ago at={rule.lastShownAt} />
          </dd>
        </div>
      )}
    </dl>
  )
}

function RuleSwitch({ agent, rule, isFixed }: { agent: string; rule: ProactiveRule; isFixed: boolean }) {
  const switching = useMutation({
    mutationFn: (enabled: boolean) => changeRule(agent, rule.id, { enabled }),
    onSuccess: changed =>
      queryClient.setQueryData<ProactiveRules>(
        rulesQuery(agent).queryKey,
        before => before && { ...before, items: before.items.map(one => (one.id === changed.id ? changed : one)) }
      ),
    onError: fault => toast(faultText(fault))
  })
  return (
    <Switch
      label={`${plainText(rule.name)} is switched on`}
      isOn={switching.isPending ? switching.variables : rule.enabled}
      isFixed={isFixed}
      onChange={isOn => !switching.isPending && switching.mutate(isOn)}
    />
  )
}

function Deletion({ agent, rule, onClose }: { agent: string; rule: ProactiveRule; onClose: () => void }) {
  const deleting = useMutation({
    mutationFn: () => removeRule(agent, rule.id),
    onSuccess: async () => {
      toast(`${plainText(rule.name)} was deleted.`)
      onClose()
      await lookAgain(agent)
    }
  })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Delete ${plainText(rule.name)}?`}
      description="It is not shown any more, at once, and its counts go. Conversations it opened stay."
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" isBusy={deleting.isPending} onClick={() => deleting.mutate()}>
            {deleting.isPending ? 'Deleting…' : 'Delete'}
          </Button>
        </>
      }
    >
      <FormFault text={deleting.error ? faultText(deleting.error) : undefined} />
    </Dialog>
  )
}
