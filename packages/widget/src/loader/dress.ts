import { isColor, type WidgetOptions } from '../options.ts'

/** The accent of the dashboard: a porch light seen through leaves. */
const ownAccent = '#2f6f3a'

const channels = (color: string): number[] => {
  const hex = color.length === 4 ? color.replace(/[\da-f]/gi, '$&$&') : color
  return [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
}
const luminance = (color: string) => {
  const [red = 0, green = 0, blue = 0] = channels(color).map(value =>
    value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
/** How colours are reckoned with; the panel is given it rather than bringing it again. */
export const colors = { channels, luminance }
export type Colors = typeof colors

/** Black or white, whichever is read more easily on it. */
export const inkOn = (color: string): string => (luminance(color) > 0.179 ? '#000' : '#fff')

const px = (value: number | string = 20) => {
  const pixels = Math.min(Number(value), 400)
  return `${pixels >= 0 ? pixels : 20}px`
}

export const accentOf = ({ color }: WidgetOptions): string => (isColor(color) ? color : ownAccent)

/** The look that was asked for, as declarations of our own making: nothing of the page's text gets into them. */
export const dress = (options: WidgetOptions): string => {
  const accent = accentOf(options)
  const side = options.position ?? (getComputedStyle(document.documentElement).direction === 'rtl' ? 'left' : 'right')
  const offset = px(options.offset)
  const isLeft = side === 'left'
  const z = Math.round(Number(options.zIndex)) || 2147483000
  return `:host{--accent:${accent};--on-accent:${inkOn(accent)};--edge:${offset};--left:${isLeft ? offset : 'auto'};--right:${
    isLeft ? 'auto' : offset
  };--z:${z}}`
}
