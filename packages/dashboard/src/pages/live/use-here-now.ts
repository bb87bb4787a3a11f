import type { LiveFrame, LiveNow } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useReducer } from 'react'
import { api } from '../../api.ts'
import { useLive } from '../../live/use-live.ts'
import { serverNow } from '../../time/clock.ts'
import { type HereNow, hear, listLimit, nobodyHere } from './here-now.ts'

type Heard = { frame: LiveFrame; at: number } | { counted: number }

const step = (now: HereNow, heard: Heard): HereNow =>
  'frame' in heard ? hear(now, heard.frame, heard.at) : { ...now, total: Math.max(heard.counted, now.byId.size) }

const recountMs = 30_000

/** Who is here, as the stream tells it; the first picture is asked for, so that it is there before the stream is. */
export function useHereNow() {
  const [now, dispatch] = useReducer(step, nobodyHere)
  const first = useQuery({
    queryKey: ['live', 'now'],
    queryFn: ({ signal }) => api.get<LiveNow>('/api/live/now', undefined, signal),
    staleTime: 0,
    gcTime: 0,
    // The stream sends no more than a full list, so only the server can count a bigger crowd.
    refetchInterval: now.byId.size >= listLimit ? recountMs : false,
    refetchOnWindowFocus: false
  })
  useEffect(() => {
    if (!first.data) return
    dispatch({ frame: { type: 'visitors', items: first.data.items }, at: serverNow() })
    dispatch({ counted: first.data.total })
  }, [first.data])
  useLive({ type: 'watch', what: 'visitors' }, frame => dispatch({ frame, at: serverNow() }))
  return { now, first }
}
