let letters = ''

/**
 * What is typed between a key that asks ("l" for labels) and the list that answers it, which may still be on its way: it belongs to
 * the list, and must not act on the page as further keys.
 */
export function keepLetter(key: string): void {
  if (key.length === 1) letters += key
  else if (key === 'Backspace') letters = letters.slice(0, -1)
}

export function takeLetters(): string {
  const taken = letters
  letters = ''
  return taken
}
