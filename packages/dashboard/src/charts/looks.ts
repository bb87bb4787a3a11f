/**
 * How one line or bar is told from the next: by colour, and by dash and mark for whoever does not see the colour. The colours keep
 * apart with each kind of colour blindness and stand out by 3:1 from the page in both themes.
 */
export type Look = { color: string; dash: string | undefined; mark: 'circle' | 'square' | 'diamond' | 'triangle' }

const dashes = [undefined, '7 3', '2 3', '9 3 2 3'] as const
const marks = ['circle', 'square', 'diamond', 'triangle'] as const
const colors = 8

export const lookOf = (index: number): Look => ({
  color: `var(--series-${(index % colors) + 1})`,
  // When the colours begin again the dashes do not.
  dash: dashes[(index + Math.floor(index / colors)) % dashes.length],
  mark: marks[(index + Math.floor(index / colors)) % marks.length] ?? 'circle'
})

/** Everything that has no line of its own. */
export const restLook: Look = { color: 'var(--series-rest)', dash: '1 3', mark: 'circle' }
