import { ChartFrame } from '../../../charts/chart-frame.tsx'
import { count, counted } from '../../../words/numbers.ts'

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const hourText = (hour: number) => `${String(hour).padStart(2, '0')}:00`

/** When conversations begin, by the hour of the week. The darker, the more; each field says how many. */
export function WeekMap({ week, timezone }: { week: readonly (readonly number[])[]; timezone: string }) {
  const most = Math.max(1, ...week.flat())
  return (
    <ChartFrame
      title="When they begin"
      note={`By weekday and hour, by the clocks of ${timezone.replaceAll('_', ' ')}`}
      table={{
        columns: [{ label: 'Hour' }, ...days.map(label => ({ label, isNumber: true }))],
        rows: Array.from({ length: 24 }, (_, hour) => ({
          key: String(hour),
          cells: [hourText(hour), ...days.map((_day, weekday) => count(week[weekday]?.[hour] ?? 0))]
        }))
      }}
    >
      <div aria-hidden className="overflow-x-auto">
        <div className="grid min-w-xl grid-cols-[2.5rem_repeat(24,1fr)] gap-0.5 text-xs">
          {days.map((day, weekday) => (
            <div key={day} className="contents">
              <span className="self-center text-ink-faint">{day.slice(0, 3)}</span>
              {week[weekday]?.map((value, hour) => (
                <span
                  key={hourText(hour)}
                  title={`${day}, ${hourText(hour)}–${hourText((hour + 1) % 24)}: ${counted(value, 'conversation')}`}
                  className="flex h-7 items-center justify-center rounded-sm bg-sunken"
                  style={
                    value === 0
                      ? undefined
                      : {
                          background: `color-mix(in oklab, var(--series-1) ${15 + (value / most) * 85}%, var(--surface))`,
                          color: value / most > 0.45 ? 'var(--on-accent)' : 'var(--ink)'
                        }
                  }
                >
                  {value > 0 && count(value)}
                </span>
              ))}
            </div>
          ))}
          <span />
          {Array.from({ length: 24 }, (_, hour) => (
            <span key={hourText(hour)} className="text-center text-ink-faint">
              {hour % 3 === 0 ? hour : ''}
            </span>
          ))}
        </div>
      </div>
    </ChartFrame>
  )
}
