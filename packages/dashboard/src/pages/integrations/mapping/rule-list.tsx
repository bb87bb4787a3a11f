import type { Mapping, MappingRule, Target } from '@foyer/protocol'
import { mappingLimits } from '@foyer/protocol/plain'
import { ArrowDown, ArrowUp, ChevronRight, CircleAlert, Copy, MoreHorizontal, Plus, Trash2 } from 'lucide-react'
import { Button, IconButton } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { counted } from '../../../words/numbers.ts'
import { plainText } from '../../../words/people.ts'
import { DifferenceMark } from './difference-mark.tsx'
import { freeName, moved, newRule } from './draft.ts'
import { problemsWithin, useEditing } from './editing.ts'
import { RuleForm } from './rule-form.tsx'

type Props = {
  mapping: Mapping
  preset: Mapping | undefined
  targets: readonly Target[]
  /** The names of rules that the event beside it fits. */
  fitting: readonly string[]
  open: number | undefined
  isFixed: boolean
  onOpen: (rule: number | undefined) => void
  onChange: (mapping: Mapping) => void
}

/** The rules in their order; one is open at a time. */
export function RuleList(props: Props) {
  const { mapping, preset, targets, open, isFixed, onOpen } = props
  const { differences } = useEditing()
  const { rules } = mapping
  const change = (next: MappingRule[]) => props.onChange({ rules: next })
  const gone = differences.filter(one => one.is === 'removed' && one.field === undefined)
  const add = (rule: MappingRule, at: number) => {
    change(rules.toSpliced(at, 0, rule))
    onOpen(at)
  }
  const move = (from: number, to: number) => {
    change(moved(rules, from, to))
    if (open === from) onOpen(to)
    else if (open === to) onOpen(from)
  }
  const [target] = targets
  return (
    <div className="flex flex-col gap-3">
      <ol aria-label="Rules" className="flex flex-col gap-2">
        {rules.map((rule, index) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule's name changes while it is typed
            key={index}
            {...{ rule, index, targets, isFixed }}
            was={preset?.rules.find(one => one.name === rule.name)}
            isOpen={open === index}
            isFitting={props.fitting.includes(rule.name)}
            onToggle={() => onOpen(open === index ? undefined : index)}
            onChange={next => change(rules.with(index, { ...rule, ...next }))}
            onUp={index > 0 ? () => move(index, index - 1) : undefined}
            onDown={index < rules.length - 1 ? () => move(index, index + 1) : undefined}
            onDuplicate={() => add({ ...rule, name: freeName(rules, rule.name) }, index + 1)}
            onRemove={() => {
              change(rules.toSpliced(index, 1))
              onOpen(undefined)
            }}
          />
        ))}
      </ol>
      {rules.length === 0 && (
        <p className="rounded-md border border-dashed border-line-strong px-4 py-6 text-center text-sm text-ink-soft">
          Without a rule no event is wanted, and nothing is sent.
        </p>
      )}
      {gone.map(({ rule }) => (
        <p key={rule} className="flex flex-wrap items-center gap-2 px-3 text-sm text-ink-faint">
          <span className="line-through">{plainText(rule)}</span>
          <DifferenceMark is="removed" />
          {!isFixed && (
            <Button
              size="small"
              look="quiet"
              onClick={() => {
                const was = preset?.rules.find(one => one.name === rule)
                if (was) add(was, rules.length)
              }}
            >
              Put {plainText(rule)} back
            </Button>
          )}
        </p>
      ))}
      {!isFixed && target && rules.length < mappingLimits.rules && (
        <Button
          className="self-start"
          icon={<Plus aria-hidden className="size-4" />}
          onClick={() => add(newRule(rules, target), rules.length)}
        >
          Add a rule
        </Button>
      )}
    </div>
  )
}

type RowProps = {
  rule: MappingRule
  was: MappingRule | undefined
  index: number
  targets: readonly Target[]
  isOpen: boolean
  isFitting: boolean
  isFixed: boolean
  onToggle: () => void
  onChange: (change: Partial<MappingRule>) => void
  onUp: (() => void) | undefined
  onDown: (() => void) | undefined
  onDuplicate: () => void
  onRemove: () => void
}

function Row(props: RowProps) {
  const { rule, was, index, targets, isOpen, isFitting, isFixed, onToggle, onChange } = props
  const { problems, differences } = useEditing()
  const place = `rules.${index}`
  const wrong = problemsWithin(problems, place).length
  const own = differences.filter(one => one.rule === rule.name)
  const is = own.some(one => one.is === 'added' && one.field === undefined)
    ? 'added'
    : own.length > 0
      ? 'changed'
      : undefined
  const name = plainText(rule.name) || 'A rule without a name'
  const isOff = rule.enabled === false
  return (
    <li className={classes('rounded-md border bg-surface', wrong > 0 ? 'border-danger' : 'border-line')}>
      <div className="flex items-start gap-3 px-3 py-2.5">
        <Switch
          label={`${name} is switched on`}
          isOn={!isOff}
          isFixed={isFixed}
          onChange={isOn => onChange({ enabled: isOn })}
        />
        <h2 className="min-w-0 flex-1 text-sm">
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={onToggle}
            className="flex w-full items-start gap-1.5 text-left"
          >
            <ChevronRight
              aria-hidden
              className={classes('mt-0.5 size-4 shrink-0 text-ink-faint transition-transform', isOpen && 'rotate-90')}
            />
            <span className="min-w-0">
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className={classes('font-medium', isOff && 'text-ink-faint line-through')}>{name}</span>
                <DifferenceMark is={is} />
                {isFitting && (
                  <span className="inline-flex h-5 items-center rounded-sm bg-accent-soft px-1.5 text-xs text-accent">
                    fits this event
                  </span>
                )}
                {wrong > 0 && (
                  <span className="inline-flex items-center gap-1 text-xs text-danger">
                    <CircleAlert aria-hidden className="size-3.5" />
                    {counted(wrong, 'problem')}
                  </span>
                )}
              </span>
              <span className="block text-xs font-normal text-ink-faint">{inWords(rule, targets)}</span>
            </span>
          </button>
        </h2>
        {!isFixed && (
          <Menu
            label={`More about ${name}`}
            trigger={
              <IconButton label={`More about ${name}`} isSmall>
                <MoreHorizontal aria-hidden className="size-4" />
              </IconButton>
            }
          >
            {props.onUp && (
              <MenuItem icon={<ArrowUp aria-hidden className="size-4" />} onSelect={props.onUp}>
                Move up
              </MenuItem>
            )}
            {props.onDown && (
              <MenuItem icon={<ArrowDown aria-hidden className="size-4" />} onSelect={props.onDown}>
                Move down
              </MenuItem>
            )}
            <MenuItem icon={<Copy aria-hidden className="size-4" />} onSelect={props.onDuplicate}>
              Duplicate
            </MenuItem>
            <MenuItem icon={<Trash2 aria-hidden className="size-4" />} isDanger onSelect={props.onRemove}>
              Remove
            </MenuItem>
          </Menu>
        )}
      </div>
      {isOpen && (
        <div className="border-t border-line px-3 py-4">
          <RuleForm {...{ rule, was, targets, place, isFixed, onChange }} />
        </div>
      )}
    </li>
  )
}

/** "track, page · Order Completed, 2 conditions → Purchase" */
function inWords({ on, where = [], to }: MappingRule, targets: readonly Target[]): string {
  const { types = [], names = [] } = on
  const shown = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
  const which = [types.length === 0 ? (names.length === 0 ? 'every event' : '') : types.join(', '), shown]
    .filter(Boolean)
    .join(' · ')
  const conditions = where.length === 0 ? '' : `, ${counted(where.length, 'condition')}`
  return plainText(`${which}${conditions} → ${targets.find(one => one.to === to)?.name ?? to}`)
}
