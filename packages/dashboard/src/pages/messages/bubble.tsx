import { MessageCircle, X } from 'lucide-react'
import { plainText } from '../../words/people.ts'

/** As the widget does it: black or white, whichever is read more easily on it. */
function inkOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000' : '#fff'
}

/** The message as it stands beside the launcher on the site: in the agent's own colour and on its side. */
export function Bubble({
  author,
  message,
  color,
  side
}: {
  author: string
  message: string
  color: string
  side: 'left' | 'right'
}) {
  const words = plainText(message)
    .replace(/\[([^\][]*)\]\([^\s)]*\)/g, '$1')
    .replace(/[*_~`]{1,3}(?=\S)|(?<=\S)[*_~`]{1,3}/g, '')
  return (
    <figure
      aria-label="How it will look"
      className={`flex flex-col gap-3 rounded-md border border-line bg-sunken p-4 ${side === 'left' ? 'items-start' : 'items-end'}`}
    >
      <div className="flex w-fit max-w-72 items-start gap-1 rounded-md bg-raised p-1.5 shadow-float">
        <div className="min-w-0 flex-1 px-2 py-1.5">
          <p className="mb-0.5 text-xs text-ink-soft" dir="auto">
            {author}
          </p>
          <p className="text-base" dir="auto">
            {words.trim() === '' ? <span className="text-ink-faint">Your message</span> : words}
          </p>
        </div>
        <X aria-hidden className="m-1.5 size-3.5 shrink-0 text-ink-faint" />
      </div>
      <span
        aria-hidden
        className="flex size-12 items-center justify-center rounded-full "
        style={{ backgroundColor: color, color: inkOn(color) }}
      >
        <MessageCircle className="size-5" />
      </span>
    </figure>
  )
}
