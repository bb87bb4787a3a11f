import type { BeforeSend, TrackedEvent } from '../types.ts'

/** Larger ones would not fit beside their surroundings into what a page being left may still send. */
const eventChars = 40_000

/**
 * The event as it will be stored: seen by the site's hook, and cut loose from the page's own objects, so that what the page
 * does with them later changes nothing. The hook may change all but the id, on which the harmlessness of retries rests.
 * Instead of an event, the reason why there is none.
 */
export const check = (drafted: TrackedEvent, beforeSend: BeforeSend | undefined): [TrackedEvent, number] | string => {
  let stage = 'before_send_threw'
  try {
    const event = beforeSend ? beforeSend({ ...drafted }) : drafted
    if (!event) return 'before_send'
    stage = 'not_json'
    const text = JSON.stringify({ ...event, id: drafted.id })
    return text.length > eventChars ? 'too_large' : [JSON.parse(text), text.length]
  } catch {
    return stage
  }
}
