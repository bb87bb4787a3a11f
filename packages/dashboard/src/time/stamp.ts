const shapes = {
  day: { day: '2-digit', month: 'short' },
  second: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  fraction: { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 }
} satisfies Record<string, Intl.DateTimeFormatOptions>

const formats = new Map<string, Intl.DateTimeFormat>()

/** The day, or the time to the second or its thousandth: of a log every second counts. */
export function stamp(at: string, timezone: string, to: keyof typeof shapes): string {
  const key = `${timezone} ${to}`
  const format =
    formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hourCycle: 'h23', ...shapes[to] })
  formats.set(key, format)
  return format.format(new Date(at))
}
