/**
 * What this browser remembers, under one prefix. A value the disk does not take (blocked, full) is kept in memory instead,
 * where it shadows the older one on the disk: that older one stays, since losing it helps nobody.
 */
export type Store = {
  text(name: string): string | null
  setText(name: string, text: string): void
  /** As JSON; undefined when there is none or it is broken. */
  read<T>(name: string): T | undefined
  write(name: string, value: unknown): void
  remove(name: string): void
  /** False when the newest value is in memory only. */
  onDisk(name: string): boolean
  /** One that memory shadows comes twice. */
  names(): string[]
  /** All but the mark of who opted out. */
  clear(): void
  /** Clears, and takes nothing in any more, whoever still holds the store. */
  close(): void
}

const prefix = 'll_'
/** Kept where the visitor asked for nothing to be kept of them but that. */
export const outMark = 'out'

export const openStore = (open: () => Storage): Store => {
  const memory = new Map<string, string>()
  let isClosed = false
  const disk = <T>(work: (area: Storage) => T): T | undefined => {
    try {
      return work(open())
    } catch {
      return undefined
    }
  }
  const store: Store = {
    text: name => memory.get(name) ?? disk(area => area.getItem(prefix + name)) ?? null,
    setText(name, text) {
      if (isClosed) return
      memory.set(name, text)
      disk(area => {
        area.setItem(prefix + name, text)
        // Some blockers put a storage in place that takes everything and keeps nothing.
        if (area.getItem(prefix + name) === text) memory.delete(name)
      })
    },
    read: name => parseJson(store.text(name)),
    write: (name, value) => store.setText(name, JSON.stringify(value)),
    remove(name) {
      memory.delete(name)
      disk(area => area.removeItem(prefix + name))
    },
    onDisk: name => !memory.has(name),
    names() {
      const kept = disk(area => Object.keys(area)) ?? []
      const ours = kept.filter(key => key.startsWith(prefix)).map(key => key.slice(prefix.length))
      return [...memory.keys(), ...ours]
    },
    clear() {
      // Another tab hears that all was forgotten, and forgets as well: by then the first may have written the mark.
      for (const name of store.names()) if (name !== outMark) store.remove(name)
    },
    close() {
      isClosed = true
      store.clear()
    }
  }
  return store
}

export const parseJson = <T>(text: string | null): T | undefined => {
  try {
    // Asked first, since the error that parsing nothing throws takes a millisecond to make.
    return text ? (JSON.parse(text) ?? undefined) : undefined
  } catch {
    return undefined
  }
}
