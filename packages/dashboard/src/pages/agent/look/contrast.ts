/** As the widget works it out: black or white, whichever is read more easily on the colour. */
export function inkOn(color: string): '#000' | '#fff' {
  return luminance(color) > 0.179 ? '#000' : '#fff'
}

export function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

function luminance(color: string): number {
  const hex = color.length === 4 ? color.replace(/[\da-f]/gi, '$&$&') : color
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map(at => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map(value => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const grounds = { light: '#ffffff', dark: '#1a1b18' }
/** Below this a round shape of that size is hard to find beside what is around it; its shadow helps little. */
const shapeContrast = 2

/** What there is to know of a chosen colour, in a sentence. */
export function colorVerdict(color: string): { isGood: boolean; text: string } {
  const ink = inkOn(color)
  const ratio = contrast(color, ink).toFixed(1)
  const said = `${ink === '#fff' ? 'White' : 'Black'} is written on it, ${ratio} : 1.`
  const pale = (['light', 'dark'] as const).filter(theme => contrast(color, grounds[theme]) < shapeContrast)
  if (pale.length === 0) return { isGood: true, text: `${said} It stands out on light and on dark pages.` }
  return {
    isGood: false,
    text: `${said} On ${pale.join(' and ')} pages the launcher is hard to make out; links in the chat are made ${pale[0] === 'light' ? 'darker' : 'lighter'} by themselves.`
  }
}
