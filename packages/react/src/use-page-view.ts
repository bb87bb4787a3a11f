import type { Properties } from '@foyer/tracker'
import { useEffect, useRef } from 'react'
import { useTracker } from './tracker-context.ts'

/**
 * Says a page view when the component is first on screen and whenever `page` changes, for apps that pass
 * `autoTrackPageViews={false}` and know better than the address what a page is. `properties` travel with it.
 */
export function usePageView(page: string, properties?: Properties): void {
  const tracker = useTracker()
  const latest = useRef(properties)
  useEffect(() => {
    latest.current = properties
  })
  useEffect(() => {
    // A moment later, so that StrictMode's second run replaces the first, and the title is the new page's.
    const soon = setTimeout(() => tracker.page({ page, ...latest.current }), 0)
    return () => clearTimeout(soon)
  }, [tracker, page])
}
