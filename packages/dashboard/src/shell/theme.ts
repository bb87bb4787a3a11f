export type Theme = 'system' | 'light' | 'dark'

const key = 'foyer.theme'
const listeners = new Set<() => void>()

export function readTheme(): Theme {
  const chosen = document.documentElement.dataset.theme
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  try {
    if (theme === 'system') localStorage.removeItem(key)
    else localStorage.setItem(key, theme)
  } catch {
    // Storage is blocked: the choice holds until the page is left.
  }
  for (const tell of listeners) tell()
}

export const onTheme = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
