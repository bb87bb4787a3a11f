import { GripVertical, Trash2 } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { TileGrid, tileClasses, tileStyle } from '../../../analytics/answers/tile-grid.tsx'
import { IconButton } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { Select } from '../../../ui/field.tsx'
import { arranged, placed } from './arrange.ts'
import type { Tile } from './dashboards-data.ts'

const widths = [
  { value: 3, label: 'Quarter' },
  { value: 4, label: 'Third' },
  { value: 6, label: 'Half' },
  { value: 8, label: 'Two thirds' },
  { value: 9, label: 'Three quarters' },
  { value: 12, label: 'Whole width' }
]
const heights = [1, 2, 3, 4]

type Props = { tiles: readonly Tile[]; onChange: (tiles: readonly Tile[]) => void }

/** Tiles as frames that are dragged, or moved by the arrow keys; with Shift the arrows give them their size. */
export function ArrangeTiles({ tiles, onChange }: Props) {
  const [dragged, setDragged] = useState<number>()
  const [over, setOver] = useState<number>()
  const [said, setSaid] = useState('')
  const handles = useRef(new Map<number, HTMLButtonElement>())
  const onKey = (event: KeyboardEvent, index: number) => {
    const next = arranged(tiles, index, event.key, event.shiftKey)
    if (!next) return
    event.preventDefault()
    onChange(next.tiles)
    const tile = next.tiles[next.index]
    if (tile)
      setSaid(
        `${tile.name}: place ${next.index + 1} of ${tiles.length}, ${tile.width} of 12 columns wide, ${tile.height} ${tile.height === 1 ? 'row' : 'rows'} high`
      )
    handles.current.get(next.index)?.focus()
  }
  const drop = (to: number) => {
    if (dragged !== undefined && dragged !== to) onChange(placed(tiles, dragged, to))
    setDragged(undefined)
    setOver(undefined)
  }
  return (
    <>
      <p className="mb-3 text-sm text-ink-soft">
        Drag a report by its handle, or use the arrow keys on the handle. With Shift they change its size.
      </p>
      <p role="status" className="sr-only">
        {said}
      </p>
      <TileGrid>
        {tiles.map((tile, index) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the handle in it is what is used; this only takes what is dropped
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a place stays what it is; what stands on it moves
            key={index}
            className={classes(tileClasses, over === index && dragged !== index && 'outline-2 outline-accent')}
            style={tileStyle(tile.width)}
            onDragOver={event => {
              if (dragged === undefined) return
              event.preventDefault()
              setOver(index)
            }}
            onDrop={event => {
              event.preventDefault()
              drop(index)
            }}
          >
            <div className="flex items-center gap-2">
              <button
                type="button"
                ref={element => {
                  if (element) handles.current.set(index, element)
                }}
                draggable
                aria-label={`Move ${tile.name}`}
                aria-roledescription="handle"
                onDragStart={event => {
                  event.dataTransfer.effectAllowed = 'move'
                  event.dataTransfer.setData('text/plain', tile.name)
                  setDragged(index)
                }}
                onDragEnd={() => {
                  setDragged(undefined)
                  setOver(undefined)
                }}
                onKeyDown={event => onKey(event, index)}
                className="inline-flex size-8 shrink-0 cursor-grab items-center justify-center rounded-sm text-ink-soft hover:bg-hover hover:text-ink"
              >
                <GripVertical aria-hidden className="size-4" />
              </button>
              <h3 className="min-w-0 flex-1 truncate text-sm font-medium">{tile.name}</h3>
              <IconButton
                label={`Take ${tile.name} off`}
                onClick={() => {
                  onChange(tiles.toSpliced(index, 1))
                  setSaid(`${tile.name} is off this dashboard. It is still saved.`)
                }}
              >
                <Trash2 aria-hidden className="size-4" />
              </IconButton>
            </div>
            <div className="flex flex-wrap gap-2">
              <Select
                aria-label={`Width of ${tile.name}`}
                className="w-36"
                value={tile.width}
                onChange={event => onChange(tiles.with(index, { ...tile, width: Number(event.target.value) }))}
              >
                {widths.some(({ value }) => value === tile.width) || (
                  <option value={tile.width}>{tile.width} of 12 columns</option>
                )}
                {widths.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </Select>
              <Select
                aria-label={`Height of ${tile.name}`}
                className="w-28"
                value={tile.height}
                onChange={event => onChange(tiles.with(index, { ...tile, height: Number(event.target.value) }))}
              >
                {heights.map(height => (
                  <option key={height} value={height}>
                    {height === 1 ? '1 row' : `${height} rows`}
                  </option>
                ))}
              </Select>
            </div>
          </div>
        ))}
      </TileGrid>
    </>
  )
}
