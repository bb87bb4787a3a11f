const deadlock = '40P01'

/** Of two that wait for each other PostgreSQL turns one away, which then simply tries again. */
export async function pastDeadlocks<Result>(work: () => Promise<Result>, tries = 3): Promise<Result> {
  try {
    return await work()
  } catch (fault) {
    if (tries > 1 && fault instanceof Error && 'code' in fault && fault.code === deadlock)
      return pastDeadlocks(work, tries - 1)
    throw fault
  }
}
