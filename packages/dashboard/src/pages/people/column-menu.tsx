import { Columns3 } from 'lucide-react'
import { IconButton } from '../../ui/button.tsx'
import { Menu, MenuCheckItem, MenuItem, MenuLabel, MenuLine } from '../../ui/menu.tsx'
import { columnWords } from './column-words.ts'
import { type Column, defaultColumns, optionalColumns } from './people-search.ts'

export function ColumnMenu({ columns, onChange }: { columns: Column[]; onChange: (columns: Column[]) => void }) {
  return (
    <Menu
      trigger={
        <IconButton label="Choose columns" className="max-sm:hidden">
          <Columns3 aria-hidden className="size-4" />
        </IconButton>
      }
    >
      <MenuLabel>Columns</MenuLabel>
      {optionalColumns.map(column => (
        <MenuCheckItem
          key={column}
          isChecked={columns.includes(column)}
          onChange={isChosen =>
            onChange(optionalColumns.filter(other => (other === column ? isChosen : columns.includes(other))))
          }
        >
          {columnWords[column].label}
        </MenuCheckItem>
      ))}
      <MenuLine />
      <MenuItem onSelect={() => onChange(defaultColumns)}>As they were at first</MenuItem>
    </Menu>
  )
}
