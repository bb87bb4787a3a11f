import { useState } from 'react'
import { type Column, columnsText, defaultColumns, type PeopleSearch, readColumns } from './people-search.ts'

const key = 'foyer.people.columns'

function saved(): Column[] | undefined {
  try {
    return readColumns(localStorage.getItem(key))
  } catch {
    // Storage is blocked: the address alone remembers.
    return undefined
  }
}

function save(columns: Column[]): void {
  try {
    localStorage.setItem(key, columnsText(columns))
  } catch {
    // Storage is blocked: the address alone remembers.
  }
}

/** The address says which columns; without it, what was chosen last in this browser. */
export function useColumns(search: PeopleSearch, toAddress: (columns: string | undefined) => void) {
  const [remembered, setRemembered] = useState(saved)
  return {
    columns: readColumns(search.columns) ?? remembered ?? defaultColumns,
    chooseColumns(columns: Column[]) {
      setRemembered(columns)
      save(columns)
      toAddress(columnsText(columns))
    }
  }
}
