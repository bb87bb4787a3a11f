export type Log = (...facts: unknown[]) => void

/** Nothing of ours may surface in somebody else's page: what fails inside is told to `log`, which is silent unless debugging. */
export type Guard = <Args extends unknown[]>(work: (...args: Args) => void) => (...args: Args) => void

export const createGuard =
  (log: Log): Guard =>
  work =>
  (...args) => {
    try {
      work(...args)
    } catch (error) {
      log(error)
    }
  }
