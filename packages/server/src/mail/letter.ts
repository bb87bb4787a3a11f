type LetterTable = { title: string; note?: string; rows: { label: string; value: string; change: string }[] }

/** A mail as it is written: what of it others wrote is in `quotes` and names, and stays text wherever it stands. */
export type Letter = {
  to: { address: string; name: string | null }
  /** Beside the address that all mail comes from. */
  fromName: string
  subject: string
  lead: string
  quotes: { by: string; text: string }[]
  /** Figures, each table under its title. */
  tables?: LetterTable[]
  action: { label: string; url: string } | null
  foot: string[]
  /** Below the foot: how to get no more of these. */
  leave: { label: string; url: string } | null
  /** Mails about the same thing are shown together. */
  thread: string | null
  direction: 'ltr' | 'rtl'
  /** The reader may refuse further ones by this address alone (RFC 8058). */
  oneClick: boolean
}

const most = { subject: 150, name: 80, quote: 2_000, label: 60 }

// Control characters end headers, direction marks and zero-width ones dress text up as other text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const unseen = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+/g

/** One line of plain text for a header. */
export const line = (text: string, chars: number = most.subject): string => {
  const plain = text.toWellFormed().replace(unseen, ' ').replace(/\s+/g, ' ').trim()
  return plain.length > chars ? `${plain.slice(0, chars - 1).toWellFormed()}…` : plain
}

export const nameLine = (text: string): string => line(text, most.name)

const quoted = (text: string) => {
  const plain = text.toWellFormed().replaceAll('\r', '').trim()
  return plain.length > most.quote ? `${plain.slice(0, most.quote).toWellFormed()}…` : plain
}

export function textOf(letter: Letter): string {
  const quotes = letter.quotes.map(({ by, text }) => {
    const lines = quoted(text)
      .split('\n')
      .map(one => `> ${one}`)
    return [`${nameLine(by)}:`, ...lines].join('\n')
  })
  return [
    letter.lead,
    ...quotes,
    ...(letter.tables ?? []).map(tableText),
    ...(letter.action ? [`${letter.action.label}:\n${letter.action.url}`] : []),
    ['-- ', ...letter.foot, ...(letter.leave ? [`${letter.leave.label}: ${letter.leave.url}`] : [])].join('\n')
  ].join('\n\n')
}

function tableText({ title, note, rows }: LetterTable): string {
  const widest = Math.max(0, ...rows.map(({ label }) => line(label, most.label).length))
  const lines = rows.map(({ label, value, change }) =>
    `  ${line(label, most.label).padEnd(widest)}  ${line(value)}${change === '' ? '' : `  (${line(change)})`}`.trimEnd()
  )
  return [line(title), ...(note === undefined ? [] : [`  ${line(note)}`]), ...lines].join('\n')
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
export const escaped = (text: string): string => text.replace(/[&<>"']/g, letter => entities[letter] ?? letter)

/** Only what is written here is markup, and only its own addresses are links. */
export function htmlOf(letter: Letter): string {
  const quotes = letter.quotes.map(
    ({ by, text }) =>
      `<p style="margin:16px 0 4px;color:#57534e">${escaped(nameLine(by))}</p>` +
      `<blockquote style="margin:0;padding:8px 12px;background:#f5f5f4;border-radius:6px;white-space:pre-wrap">${escaped(quoted(text))}</blockquote>`
  )
  const tables = (letter.tables ?? []).map(tableHtml)
  const action = letter.action
    ? `<p style="margin:24px 0"><a href="${escaped(letter.action.url)}" style="padding:8px 14px;background:#166534;color:#fff;border-radius:6px;text-decoration:none">${escaped(letter.action.label)}</a></p>`
    : ''
  const leave = letter.leave
    ? `<br><a href="${escaped(letter.leave.url)}" style="color:#78716c">${escaped(letter.leave.label)}</a>`
    : ''
  return (
    `<!doctype html><html dir="${letter.direction}"><body style="margin:0;padding:24px;font:14px/1.5 system-ui,sans-serif;color:#1c1917">` +
    `<div style="max-width:560px"><p style="margin:0">${escaped(letter.lead)}</p>${quotes.join('')}${tables.join('')}${action}` +
    `<p style="margin:24px 0 0;font-size:12px;color:#78716c">${letter.foot.map(escaped).join('<br>')}${leave}</p></div></body></html>`
  )
}

function tableHtml({ title, note, rows }: LetterTable): string {
  const cell = 'padding:4px 0;border-bottom:1px solid #e7e5e4'
  const lines = rows.map(
    ({ label, value, change }) =>
      `<tr><td style="${cell}">${escaped(line(label, most.label))}</td>` +
      `<td align="right" style="${cell};padding-left:16px;white-space:nowrap"><b>${escaped(line(value))}</b></td>` +
      `<td align="right" style="${cell};padding-left:16px;white-space:nowrap;color:#57534e">${escaped(line(change))}</td></tr>`
  )
  return (
    `<h2 style="margin:24px 0 4px;font-size:15px">${escaped(line(title))}</h2>` +
    (note === undefined ? '' : `<p style="margin:0 0 4px;color:#57534e">${escaped(line(note))}</p>`) +
    `<table cellspacing="0" style="width:100%;border-collapse:collapse;font-size:14px">${lines.join('')}</table>`
  )
}
