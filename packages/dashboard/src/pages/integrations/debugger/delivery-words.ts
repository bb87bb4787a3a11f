import type { Attempt, Delivery, DeliveryState } from '@foyer/protocol'

export const deliveryWords: Record<DeliveryState, string> = {
  waiting: 'Waiting',
  sending: 'Sending',
  retrying: 'Trying again',
  delivered: 'Delivered',
  invalid: 'Not taken',
  refused: 'Given up',
  expired: 'Too late',
  withheld: 'Withheld',
  unknown: 'Unknown',
  cancelled: 'Taken back',
  filtered: 'Not in segment'
}

/** For whoever wonders what the word means. */
export const deliveryMeanings: Record<DeliveryState, string> = {
  waiting: 'Its turn has not come yet',
  sending: 'On its way just now',
  retrying: 'It was tried, and is tried again',
  delivered: 'The other side has it',
  invalid: 'The other side does not take this event as it is',
  refused: 'Tried as often as it may be',
  expired: 'Too old, or waited too long',
  withheld: 'Its visitor did not agree to it',
  unknown: 'Nobody can say whether it arrived, and sent twice it could count twice',
  cancelled: 'By the team, or because its visitor was erased',
  filtered: 'Its visitor was not in the segment of the destination'
}

export const failedStates = ['invalid', 'refused', 'expired', 'unknown'] as const satisfies readonly DeliveryState[]
export const pendingStates = ['waiting', 'sending', 'retrying'] as const satisfies readonly DeliveryState[]

export type DeliveryTone = 'good' | 'bad' | 'warning' | 'going' | 'quiet'
export const toneOf: Record<DeliveryState, DeliveryTone> = {
  waiting: 'going',
  sending: 'going',
  retrying: 'warning',
  delivered: 'good',
  invalid: 'bad',
  refused: 'bad',
  expired: 'bad',
  withheld: 'quiet',
  unknown: 'warning',
  cancelled: 'quiet',
  filtered: 'quiet'
}
export const toneLooks: Record<DeliveryTone, string> = {
  good: 'bg-accent-soft text-accent',
  bad: 'bg-danger-soft text-danger',
  warning: 'bg-warning-soft text-warning',
  going: 'bg-info-soft text-info',
  quiet: 'bg-pressed text-ink-soft'
}

export const originWords: Record<Delivery['origin'], string | undefined> = {
  live: undefined,
  replay: 'Replay',
  resend: 'Sent again',
  test: 'Test'
}

export const attemptWords: Record<Attempt['verdict'], string> = {
  delivered: 'Delivered',
  retry: 'To be tried again',
  invalid: 'Not taken',
  misconfigured: 'Settings do not work',
  unknown: 'Unknown outcome'
}
export const attemptTones: Record<Attempt['verdict'], DeliveryTone> = {
  delivered: 'good',
  retry: 'warning',
  invalid: 'bad',
  misconfigured: 'bad',
  unknown: 'warning'
}

/** "Order Completed", or what kind of event it is where it has no name. */
export const eventText = ({ name, type }: Delivery['event']): string => name || typeWords[type] || type

const typeWords: Record<string, string> = {
  page: 'Page view',
  click: 'Click',
  scroll: 'Scroll',
  exit: 'Exit',
  identify: 'Identify',
  screen: 'Screen',
  group: 'Group',
  alias: 'Alias'
}

/** What may be sent again by hand: whatever has come to an end. */
export const isEnded = (state: DeliveryState) => !pendingStates.some(pending => pending === state)
