import type { LiveFrame, LiveRequest } from '@foyer/protocol'
import type { Line } from './line.ts'

export type Watched = Extract<LiveRequest, { type: 'watch' }>

/** What pages watch beside conversations: who is here, one person, an installation. However many watch a thing, it is asked for once. */
export function openWatching(line: Line) {
  const watchers = new Map<string, { count: number; end: () => void }>()

  function ask(what: Watched): void {
    const key = keyOf(what)
    const known = watchers.get(key)
    if (!known) {
      const end: LiveRequest = { type: 'unwatch', what: what.what, ...('id' in what ? { id: what.id } : {}) }
      watchers.set(key, { count: 1, end: line.keep({ ask: () => what, end }) })
      return
    }
    known.count += 1
    // A second watcher of the list has missed the whole of it.
    if (what.what === 'visitors') line.say(what)
  }

  function drop(what: Watched): void {
    const key = keyOf(what)
    const known = watchers.get(key)
    if (!known) return
    known.count -= 1
    if (known.count > 0) return
    watchers.delete(key)
    known.end()
  }

  return function watch(what: Watched, heard: (frame: LiveFrame) => void): () => void {
    let wasOpen = line.state() !== 'connecting'
    const stopHearing = line.hear(frame => {
      if (frame.type === 'ready') {
        // What happened meanwhile was not told: whoever watches a person looks again.
        if (wasOpen && what.what === 'person') heard({ type: 'person', personId: what.id })
        if (wasOpen && what.what === 'numbers') heard({ type: 'moved' })
        if (wasOpen && what.what === 'deliveries') heard({ type: 'deliveries' })
        wasOpen = true
      } else if (concerns(frame, what)) heard(frame)
    })
    ask(what)
    return () => {
      stopHearing()
      drop(what)
    }
  }
}

const keyOf = (what: Watched) => ('id' in what ? `${what.what} ${what.id}` : what.what)

function concerns(frame: LiveFrame, what: Watched): boolean {
  switch (frame.type) {
    case 'visitors':
    case 'visitor':
    case 'left':
      return what.what === 'visitors'
    // A person is watched by any of their ids and told of by their first: whoever watches one compares.
    case 'events':
    case 'person':
      return what.what === 'person'
    case 'installed':
      return what.what === 'installation'
    case 'moved':
      return what.what === 'numbers'
    case 'deliveries':
      return what.what === 'deliveries'
    default:
      return false
  }
}
