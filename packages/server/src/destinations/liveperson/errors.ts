import type { ErrorRow } from '../kind.ts'
import { advice } from './advice.ts'

/** `says` is LivePerson's `internalCode`. What `judge` makes of each stands in its test. */
export const errors: readonly ErrorRow[] = [
  { status: [202], says: '38', is: 'retry', reason: 'loading', advice: advice.loading },
  { status: [500], says: '20', is: 'retry', reason: 'loading', advice: advice.loading },
  { status: [400], says: '5', is: 'invalid', reason: '400_5', advice: advice.missing('consumerId') },
  { status: [400], says: '33', is: 'misconfigured', reason: '400_33', advice: advice.version },
  { status: [400], is: 'invalid', reason: '400', advice: advice.malformed },
  { status: [401, 403], is: 'misconfigured', advice: advice.demandsIdentity(401) },
  { status: [404], says: '18', is: 'misconfigured', reason: '404_18', advice: advice.unknownApp },
  { status: [404], says: '37', is: 'retry', reason: '404_37', advice: advice.newVisit },
  { status: [404], says: '39', is: 'retry', reason: '404_39', advice: advice.newVisit },
  { status: [404], is: 'misconfigured', reason: '404', advice: advice.notFound },
  { status: [429], is: 'retry', reason: '429', advice: advice.slower },
  { status: [500, 503], is: 'retry', advice: advice.unexpected(503) }
]
