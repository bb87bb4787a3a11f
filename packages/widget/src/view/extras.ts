/** What most openings of the panel do without; loaded at the first need. */
import css from './extras.css?inline'

export { EmailCard, RateCard } from './cards.tsx'
export { ConversationList } from './conversation-list.tsx'
export { EmojiPicker } from './emoji-picker.tsx'
export { clockOf, dayOf } from './times.ts'
export { ToPerson } from './to-person.tsx'
export { css }
