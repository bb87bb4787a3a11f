type Sized = { width: number; height: number }

/** `from` takes the place of `to`; what lies between moves up. */
export function placed<Tile>(tiles: readonly Tile[], from: number, to: number): Tile[] {
  const tile = tiles[from]
  if (tile === undefined || to < 0 || to >= tiles.length || from === to) return [...tiles]
  const others = tiles.toSpliced(from, 1)
  return others.toSpliced(to, 0, tile)
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value))

/** Three of twelve columns at least, four rows at most. */
export const resized = <Tile extends Sized>(tile: Tile, wider: number, taller: number): Tile => ({
  ...tile,
  width: clamp(tile.width + wider, 3, 12),
  height: clamp(tile.height + taller, 1, 4)
})

/** What a key does to the tile that has the focus: arrows move it, with Shift they give it its size. */
export function arranged<Tile extends Sized>(
  tiles: readonly Tile[],
  index: number,
  key: string,
  isShift: boolean
): { tiles: Tile[]; index: number } | undefined {
  const tile = tiles[index]
  const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[key]
  if (tile === undefined || step === undefined) return undefined
  if (!isShift) {
    const to = clamp(index + step, 0, tiles.length - 1)
    return { tiles: placed(tiles, index, to), index: to }
  }
  const isAcross = key === 'ArrowLeft' || key === 'ArrowRight'
  return { tiles: tiles.with(index, resized(tile, isAcross ? step : 0, isAcross ? 0 : step)), index }
}
