import type { TimelineEvent, Visit } from '@foyer/protocol'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { useLineState } from '../../live/use-line.ts'
import { useLive } from '../../live/use-live.ts'
import { queryClient } from '../../query-client.ts'
import { readTimeline, timelinePageSize, timelineQuery } from './person-data.ts'
import { typesOf } from './timeline-filter.ts'
import { mergeEvents } from './timeline-rows.ts'

type Options = {
  id: string
  /** What the live connection calls this person: their first id, whichever one the address has. */
  personId: string
  group: string
  types: string | undefined
  visits: readonly Visit[]
  /** Whether the reader is at the top, where new events may come in under their eyes. */
  isAtTop: () => boolean
}

/**
 * The loaded past, and what happens now. New events wait while somebody reads further down, so that nothing moves under
 * their eyes; `showNew` lets them in.
 */
export function useTimeline({ id, personId, group, types, visits, isAtTop }: Options) {
  const query = timelineQuery(id, group, types)
  const past = useInfiniteQuery(query)
  const [fresh, setFresh] = useState<TimelineEvent[]>([])
  const [waiting, setWaiting] = useState<TimelineEvent[]>([])
  const [freshVisits, setFreshVisits] = useState<Record<string, Visit>>({})
  const loaded = useMemo(() => past.data?.pages.flatMap(page => page.items) ?? [], [past.data])
  const events = useMemo(() => mergeEvents(fresh, loaded), [fresh, loaded])

  const arrive = (items: readonly TimelineEvent[]) => {
    const wanted = typesOf(types)
    const known = new Set(events.map(event => event.id))
    const unknown = items.filter(item => !known.has(item.id) && (wanted.length === 0 || wanted.includes(item.type)))
    if (unknown.length === 0) return
    if (isAtTop()) setFresh(current => mergeEvents(unknown, current))
    else setWaiting(current => mergeEvents(unknown, current))
  }
  useLive({ type: 'watch', what: 'person', id }, frame => {
    if (frame.type === 'events' && (frame.personId === id || frame.personId === personId)) arrive(frame.items)
  })

  const catchUp = useEffectEvent(async () => {
    const newest = await readTimeline(id, types)
    const known = new Set(events.map(event => event.id))
    const hasGap = newest.items.length === timelinePageSize && !newest.items.some(item => known.has(item.id))
    if (hasGap) await queryClient.resetQueries({ queryKey: query.queryKey })
    else {
      setFreshVisits(current => ({ ...current, ...newest.visits }))
      arrive(newest.items)
    }
  })
  const liveState = useLineState()
  // Also when the connection comes up later than the past was read: what lies between was told to nobody.
  const wasLost = useRef(liveState !== 'open')
  useEffect(() => {
    if (liveState === 'reconnecting') wasLost.current = true
    else if (liveState === 'open' && wasLost.current) {
      wasLost.current = false
      // A failure here is shown by the next one: the connection, or the list's own retry.
      catchUp().catch(() => {
        wasLost.current = true
      })
    }
  }, [liveState])

  const visitsById = useMemo(() => {
    const all: Record<string, Visit> = {}
    for (const page of past.data?.pages ?? []) Object.assign(all, page.visits)
    Object.assign(all, freshVisits)
    for (const visit of visits) all[visit.id] = visit
    return all
  }, [past.data, freshVisits, visits])

  return {
    past,
    events,
    visits: visitsById,
    isFresh: (event: TimelineEvent) => fresh.some(item => item.id === event.id),
    waiting: waiting.length,
    showNew() {
      setFresh(current => mergeEvents(waiting, current))
      setWaiting([])
    }
  }
}
