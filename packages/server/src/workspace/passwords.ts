import { hash, verify } from '@node-rs/argon2'
import { AppError } from '../http/index.ts'

// Argon2id with OWASP's first recommendation: 19 MiB and two passes, ~25 ms on the machine this was written on.
const cost = { algorithm: 2, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const
// Each one holds 19 MiB and a thread of the pool that the embedded event store works on too.
const atOnce = 3
const mostWaiting = 60

export type Passwords = {
  hash(password: string): Promise<string>
  /** Takes as long when there is no hash to compare with, so that time does not tell who has an account. */
  matches(password: string, hash: string | null): Promise<boolean>
}

export function createPasswords(): Passwords {
  const inTurn = createTurns()
  let nobodys: Promise<string> | undefined
  return {
    hash: password => inTurn(() => hash(spelling(password), cost)),
    async matches(password, known) {
      nobodys ??= hash('nobody signs in with this', cost)
      const compared = known ?? (await nobodys)
      const isEqual = await inTurn(() => verify(compared, spelling(password)))
      return isEqual && known !== null
    }
  }
}

/** The same letters typed on two keyboards can be other code points (é or e + accent). */
const spelling = (password: string) => password.normalize('NFKC')

function createTurns() {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting)
        throw new AppError('store_behind', 'Too many people are signing in at once. Try again shortly.', {
          retryAfterSeconds: 3
        })
      await new Promise<void>(resolve => waiting.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      // The turn is handed on rather than given back, so that nobody who comes later can take it first.
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
