import { onlyOne, textOf } from '../fields.ts'
import type { Built, Mapped, Moment } from '../kind.ts'

/** Slack cuts a text at 40,000 characters; nobody reads so many. */
const mostChars = 3_000

export function build(mapped: readonly Mapped[], at: Moment): Built {
  const { fields } = onlyOne(mapped)
  const text = `${shown(cut(textOf(fields.text)))}${link(fields)}`
  return {
    request: {
      method: 'POST',
      url: String(at.settings.webhook_url),
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ text, unfurl_links: false, unfurl_media: false })
    }
  }
}

/** Blanks that a missing part of a template left are closed. */
const cut = (text: string) => {
  const tidy = text.replaceAll(/ {2,}/g, ' ').trim()
  return tidy.length <= mostChars ? tidy : `${tidy.slice(0, mostChars - 1)}…`
}

/** In `<…>` stand Slack's own words: `<!channel>` calls everybody, `<https://a|b>` shows b and leads to a. A visitor writes neither. */
const shown = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function link({ link: to, link_text: name }: Record<string, unknown>): string {
  const url = URL.parse(textOf(to))
  if (!url || !/^https?:$/.test(url.protocol)) return ''
  const address = url.href.replaceAll('|', '%7C').replaceAll('>', '%3E').replaceAll('<', '%3C').replaceAll('&', '&amp;')
  const called = shown(textOf(name ?? 'Open')).replaceAll('|', '/')
  return `\n<${address}|${called}>`
}
