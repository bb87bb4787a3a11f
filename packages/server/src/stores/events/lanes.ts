/**
 * Some connections that each do one thing at a time. Work takes the first free one and waits in line when there is none: here,
 * where waiting costs nothing, and not on one of the engine's threads.
 */
export function createLanes<Connection>(connections: Connection[]) {
  const free = [...connections]
  const waiting: ((connection: Connection) => void)[] = []
  return async function inALane<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    const connection = free.pop() ?? (await new Promise<Connection>(resolve => waiting.push(resolve)))
    try {
      return await work(connection)
    } finally {
      const next = waiting.shift()
      if (next) next(connection)
      else free.push(connection)
    }
  }
}
