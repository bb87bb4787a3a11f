export const inboxActions = [
  'next',
  'previous',
  'open',
  'close',
  'choose',
  'resolve',
  'assign',
  'take',
  'snooze',
  'label',
  'reply',
  'note',
  'canned',
  'search',
  'transfer',
  'merge',
  'hand over',
  'visitor',
  'help'
] as const
export type InboxAction = (typeof inboxActions)[number]

const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '')
export const sendKeys = isMac ? '⌘↵' : 'Ctrl ↵'

type Shortcut = { keys: string[]; action: InboxAction; words: string }

/** One list for what the keys do and for what the help says they do. */
export const shortcuts: Shortcut[] = [
  { keys: ['j', 'ArrowDown'], action: 'next', words: 'Next conversation' },
  { keys: ['k', 'ArrowUp'], action: 'previous', words: 'Previous conversation' },
  { keys: ['Enter'], action: 'open', words: 'Open it' },
  { keys: ['Escape'], action: 'close', words: 'Back to the list, or clear what is chosen' },
  { keys: ['x'], action: 'choose', words: 'Choose it for an action on several' },
  { keys: ['r'], action: 'reply', words: 'Write a reply' },
  { keys: ['n'], action: 'note', words: 'Write a note to the team' },
  { keys: ['/'], action: 'canned', words: 'Reply with a canned reply' },
  { keys: ['e'], action: 'resolve', words: 'Resolve, or open again' },
  { keys: ['a'], action: 'assign', words: 'Assign' },
  { keys: ['m'], action: 'take', words: 'Assign to me' },
  { keys: ['s'], action: 'snooze', words: 'Snooze' },
  { keys: ['l'], action: 'label', words: 'Label' },
  { keys: ['t'], action: 'transfer', words: 'Hand over to a colleague with a word' },
  { keys: ['h'], action: 'hand over', words: 'Take over from the agent, or hand back to it' },
  { keys: ['i'], action: 'visitor', words: 'Show or hide the visitor' },
  { keys: ['f'], action: 'search', words: 'Search' },
  { keys: ['?'], action: 'help', words: 'These keys' }
]

export type KeyPress = { key: string; at: number }

/** "g" and then a letter goes to another page: that letter means nothing here. */
const chordMs = 1_000

export function actionOf(press: KeyPress, lastG: number): InboxAction | undefined {
  if (press.at - lastG < chordMs) return undefined
  return shortcuts.find(({ keys }) => keys.includes(press.key))?.action
}

const symbols: Record<string, string> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  Enter: '↵',
  Escape: 'Esc'
}
export const keyText = (key: string) => symbols[key] ?? key.toUpperCase()
