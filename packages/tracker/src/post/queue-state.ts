/*
 * How the queue is sent: one state, one table, and nothing else moves it.
 *
 * What holds, and queue.property.test.ts tries to break:
 *  1. Nothing is lost: an event leaves the queue only when the server said it is stored, when the server refused it, or when
 *     it is dropped and counted. A tab that ends any which way leaves its queue to the next one.
 *  2. Nothing is doubled: an event keeps its id through every try, at most one request at a time carries it (two only when a tab is
 *     left while the first is under way), and two tabs never send from one queue. What a tab handed to the browser while it was
 *     left is not sent again before the server was asked whether it has it; where no page got round to that in ten seconds, a tab
 *     that is left as well sends it once more.
 *  3. It is bounded, in events and in characters; what falls out is the oldest and is counted.
 *  4. A tab's events leave in the order they happened.
 *  5. No answer is not an answer: only 202 counts as stored, a proxy's friendly 200 does not.
 *  6. A server that says when to come back (Retry-After) hears nothing before.
 *  7. Stopped is silent: after `stop` no request starts.
 *  8. Nothing waits for a lease but what a tab left that crashed or sleeps: whoever comes after one that was left has it at once.
 */

export type State =
  /** Nothing is due. */
  | 'resting'
  /** Finding out who this is, or that it is still known. */
  | 'identifying'
  | 'sending'
  /** The token was not taken: getting a new one, once. */
  | 'renewing'
  | 'resending'
  /** A try failed; the next comes by itself. */
  | 'waiting'
  /** The server named the time of the next try. */
  | 'held'
  | 'offline'
  /** The server does not want this page (unknown agent, foreign origin): quiet until the next page load. */
  | 'turnedAway'
  | 'stopped'

export type Signal =
  /** Five seconds have passed, fifty events wait, or somebody asked. */
  | 'due'
  /** The wait after a failure is over. */
  | 'again'
  | 'known'
  | 'sent'
  | 'failed'
  | 'told'
  | 'refused'
  | 'denied'
  | 'offline'
  | 'online'
  /** The page may be gone in a moment. */
  | 'leave'
  | 'stop'

export type Action = 'identify' | 'renew' | 'send' | 'settle' | 'discard' | 'wait' | 'excuse' | 'beacon' | 'halt'

export type Step = readonly [next: State, action?: Action]

const stop: Step = ['stopped', 'halt']
const leaving = (state: State): Step => [state, 'beacon']
/** Whoever waits for the visitor is told that it will take longer. */
const asked = (state: State): Step => [state, 'excuse']
const tried = {
  failed: ['waiting', 'wait'],
  told: ['held', 'wait'],
  stop
} as const

/** A signal that a state does not list means nothing to it. */
export const steps: Record<State, Partial<Record<Signal, Step>>> = {
  resting: { due: ['identifying', 'identify'], offline: ['offline'], leave: leaving('resting'), stop },
  identifying: {
    ...tried,
    known: ['sending', 'send'],
    refused: ['turnedAway', 'excuse'],
    leave: leaving('identifying')
  },
  sending: {
    ...tried,
    sent: ['resting', 'settle'],
    refused: ['resting', 'discard'],
    denied: ['renewing', 'renew'],
    leave: leaving('sending')
  },
  renewing: { ...tried, known: ['resending', 'send'], refused: ['turnedAway', 'excuse'], leave: leaving('renewing') },
  resending: {
    ...tried,
    sent: ['resting', 'settle'],
    refused: ['resting', 'discard'],
    denied: ['resting', 'discard'],
    leave: leaving('resending')
  },
  waiting: {
    again: ['identifying', 'identify'],
    online: ['identifying', 'identify'],
    offline: ['offline'],
    due: asked('waiting'),
    leave: leaving('waiting'),
    stop
  },
  held: { again: ['identifying', 'identify'], due: asked('held'), stop },
  offline: { online: ['identifying', 'identify'], due: asked('offline'), stop },
  turnedAway: { due: asked('turnedAway'), stop },
  stopped: {}
}
