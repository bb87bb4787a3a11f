import { browsers, type Sender } from './events.ts'
import type { Site } from './visitors.ts'

/** For the bare echo, which looks at nothing: requests of the same size. */
export const anySite = (count: number): Site => ({
  agentId: `agt_${'0'.repeat(32)}`,
  senders: Array.from(
    { length: count },
    (_, index): Sender => ({
      visitorId: `vis_${'0'.repeat(32)}`,
      token: `vt_${'0'.repeat(80)}`,
      sessionId: `ses_${'0'.repeat(32)}`,
      ip: '198.51.100.7',
      browser: browsers[index % browsers.length] ?? ''
    })
  )
})
