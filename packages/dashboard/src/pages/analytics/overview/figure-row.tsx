import type { OverviewAnswer } from '@foyer/protocol'
import { ChangeMark } from '../../../analytics/change-mark.tsx'
import { figureText } from '../../../charts/figure-text.ts'
import { Sparkline } from '../../../charts/sparkline.tsx'
import { classes } from '../../../ui/classes.ts'
import { Skeleton } from '../../../ui/states.tsx'
import { useRoving } from '../../../ui/use-roving.ts'
import { shownFigures } from './figures.ts'
import { type FigureName, figureNames } from './overview-address.ts'

const grid = 'grid grid-cols-2 gap-2 sm:grid-cols-4 xl:grid-cols-7'
const tile =
  'flex min-w-0 flex-col last:col-span-2 xl:last:col-span-1 gap-0.5 rounded-md border px-3 pt-2.5 pb-1.5 text-left'

type Props = {
  answer: OverviewAnswer
  /** How many of the points have begun. */
  begun: number
  hasConversion: boolean
  chosen: FigureName
  onChoose: (figure: FigureName) => void
}

/** Each figure of the time as a whole; the one that is chosen is drawn below. */
export function FigureRow({ answer, begun, hasConversion, chosen, onChoose }: Props) {
  const { onKeyDown, stop } = useRoving(figureNames, 'row')
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no grid in every browser
    <div role="group" aria-label="Figures" onKeyDown={onKeyDown} className={grid}>
      {figureNames.map(name => {
        const { label, kind, meaning, isLessBetter } = shownFigures[name]
        const isAsked = name !== 'conversions' || hasConversion
        const now = answer.total[name]
        const { previous } = answer
        // No visit had a share of bounces, which is not a share of nought.
        const before = kind === 'share' && previous?.total.visits === 0 ? undefined : previous?.total[name]
        return (
          <button
            key={name}
            type="button"
            {...stop(name)}
            aria-pressed={name === chosen}
            title={meaning}
            onClick={() => onChoose(name)}
            className={classes(
              tile,
              'transition-colors',
              name === chosen ? 'border-accent bg-accent-soft' : 'border-line hover:bg-hover'
            )}
          >
            <span className="truncate text-xs text-ink-soft">{label}</span>
            {isAsked ? (
              <>
                <span className="text-xl font-medium tracking-tight whitespace-nowrap">{figureText(now, kind)}</span>
                <span className="h-4">
                  {previous && (
                    <ChangeMark now={now} before={before} kind={kind} {...(isLessBetter && { isLessBetter })} />
                  )}
                </span>
                <Sparkline points={answer.points.slice(0, begun).map(point => point[name])} />
              </>
            ) : (
              <span className="flex min-h-18 items-center text-sm text-ink-soft">Choose what counts as one</span>
            )}
          </button>
        )
      })}
    </div>
  )
}

export const FigureRowSkeleton = () => (
  <div className={grid}>
    {figureNames.map(name => (
      <div key={name} className={classes(tile, 'border-line')}>
        <Skeleton className="my-0.5 h-3 w-16" />
        <Skeleton className="my-1 h-5 w-20" />
        <Skeleton className="h-4 w-12" />
        <Skeleton className="h-6" />
      </div>
    ))}
  </div>
)
