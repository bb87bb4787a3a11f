/**
 * What this browser remembers, under the tracker's prefix (so `LiveLayer.optOut()` forgets the widget's part too). A value the
 * disk does not take is kept in memory instead.
 */
export type Store = {
  text(name: string): string | null
  setText(name: string, text: string): void
  read<T>(name: string): T | undefined
  write(name: string, value: unknown): void
  remove(name: string): void
  names(lead: string): string[]
}

export const prefix = 'll_'

export const openStore = (open: () => Storage): Store => {
  const memory = new Map<string, string>()
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
      memory.set(name, text)
      disk(area => {
        area.setItem(prefix + name, text)
        memory.delete(name)
      })
    },
    read: name => parseJson(store.text(name)),
    write: (name, value) => store.setText(name, JSON.stringify(value)),
    remove(name) {
      memory.delete(name)
      disk(area => area.removeItem(prefix + name))
    },
    names(lead) {
      const kept = disk(area => Object.keys(area)) ?? []
      const ours = kept.filter(key => key.startsWith(prefix)).map(key => key.slice(prefix.length))
      return [...new Set([...memory.keys(), ...ours])].filter(name => name.startsWith(lead))
    }
  }
  return store
}

export const parseJson = <T>(text: string | null): T | undefined => {
  try {
    return JSON.parse(text ?? '') ?? undefined
  } catch {
    return undefined
  }
}
