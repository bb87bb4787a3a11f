/**
 * How one line or bar is told from the next: by colour, and by dash and mark for whoever does not see the colour. The colours keep
 * apart with each kind of colour blindness and stand out by 3:1 from the page in both themes.
 */
export type Look = { color: string; dash: string | undefined; mark: 'circle' | 'square' | 'diamond' | 'triangle' }

export const dashes = [undefined, '7 3', '2 3', '9 3 2 3'] as const
const marks = ['circle', 'square', 'diamond', 'triangle'] as const
const colors = 8

/** With every turn through the dashes each is given another mark: sixteen lines are told apart in black and white. */
export const lookOf = (index: number): Look => ({
  color: `var(--series-${((index + Math.floor(index / (dashes.length * marks.length))) % colors) + 1})`,
  dash: dashes[index % dashes.length],
  mark: marks[(index + Math.floor(index / dashes.length)) % marks.length] ?? 'circle'
})

/** Everything that has no line of its own. */
export const restLook: Look = { color: 'var(--series-rest)', dash: '1 3', mark: 'circle' }
