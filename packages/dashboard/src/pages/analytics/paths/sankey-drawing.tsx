import type { PathsAnswer } from '@foyer/protocol'
import { Flag, LogOut, UsersRound } from 'lucide-react'
import { useRef, useState } from 'react'
import { figureText } from '../../../charts/figure-text.ts'
import { useWidth } from '../../../charts/use-width.ts'
import { classes } from '../../../ui/classes.ts'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { count, counted } from '../../../words/numbers.ts'
import { plainText } from '../../../words/people.ts'
import { nodeWords } from './paths-words.ts'
import { type Placed, type PlacedNode, placeOf } from './sankey.ts'

type Props = {
  answer: PathsAnswer
  shown: { level: number; node: string; isRest: boolean } | undefined
  onBegin: (node: string) => void
  onEnd: (node: string) => void
  /** No node: those of the rest. */
  onPeople: (level: number, node: string | undefined) => void
}

/** Columns of what was done one after another, joined by bands as wide as the visits that went that way. */
export function SankeyDrawing({ answer, shown, onBegin, onEnd, onPeople }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const [near, setNear] = useState<string>()
  const placed = width === undefined ? undefined : placeOf(answer, width)
  return (
    <section
      aria-label="Paths"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto pb-2"
    >
      <div ref={place} className="relative min-w-full">
        {placed && (
          <div className="relative" style={{ width: placed.width, height: placed.height }}>
            <Bands placed={placed} near={near} />
            <ul aria-label="Steps of the paths">
              {placed.nodes.map(node => (
                <li key={node.key}>
                  <NodeMenu
                    node={node}
                    of={answer.visits}
                    width={placed.column}
                    isShown={
                      shown?.level === node.level &&
                      (node.isRest ? shown.isRest : !shown.isRest && shown.node === node.name)
                    }
                    onNear={isNear => setNear(isNear ? node.key : undefined)}
                    onBegin={() => onBegin(node.name)}
                    onEnd={() => onEnd(node.name)}
                    onPeople={() => onPeople(node.level, node.isRest ? undefined : node.name)}
                  />
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </section>
  )
}

function Bands({ placed, near }: { placed: Placed; near: string | undefined }) {
  return (
    <svg aria-hidden width={placed.width} height={placed.height} className="absolute inset-0">
      {placed.links.map(link => {
        const isNear = near === undefined || link.from === near || link.to === near
        return (
          <path
            key={link.key}
            d={link.path}
            className={classes('transition-opacity', isNear ? 'opacity-20' : 'opacity-6')}
            style={{ fill: 'var(--accent)' }}
          />
        )
      })}
    </svg>
  )
}

type NodeProps = {
  node: PlacedNode
  of: number
  width: number
  isShown: boolean
  onNear: (isNear: boolean) => void
  onBegin: () => void
  onEnd: () => void
  onPeople: () => void
}

function NodeMenu({ node, of, width, isShown, onNear, onBegin, onEnd, onPeople }: NodeProps) {
  const name = nodeWords(node)
  const ended = node.ended > 0 ? `, ${count(node.ended)} ended here` : ''
  const began = (node.began ?? 0) > 0 ? `, ${count(node.began ?? 0)} began here` : ''
  const share = of > 0 ? figureText(node.visits / of, 'share') : ''
  const words = (
    <>
      <bdi className="max-w-full truncate text-sm font-medium">{name}</bdi>
      <span className="max-w-full truncate text-xs text-ink-soft">
        {count(node.visits)} · {share}
        {began}
        {ended}
      </span>
    </>
  )
  return (
    <span
      onPointerEnter={() => onNear(true)}
      onPointerLeave={() => onNear(false)}
      className="absolute flex items-start gap-2"
      style={{ left: node.x, top: node.y, width: width - 16 }}
    >
      <span
        aria-hidden
        className={classes('w-2 shrink-0 rounded-[2px]', node.isRest ? 'bg-line-strong' : 'bg-accent')}
        style={{ height: node.height }}
      />
      <Menu
        align="start"
        label={name}
        trigger={
          <button
            type="button"
            title={`${name}: ${counted(node.visits, 'visit')}${began}${ended}`}
            className={classes(
              'flex min-w-0 flex-col items-start rounded-sm px-1 text-left hover:bg-hover',
              isShown && 'bg-accent-soft'
            )}
          >
            {words}
          </button>
        }
      >
        <MenuItem icon={<UsersRound aria-hidden className="size-4" />} onSelect={onPeople}>
          See the people
        </MenuItem>
        {!node.isRest && (
          <>
            <MenuItem icon={<Flag aria-hidden className="size-4" />} onSelect={onBegin}>
              Begin from {plainText(node.name)}
            </MenuItem>
            <MenuItem icon={<LogOut aria-hidden className="size-4" />} onSelect={onEnd}>
              What leads to {plainText(node.name)}
            </MenuItem>
          </>
        )}
      </Menu>
    </span>
  )
}
