import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { onSignedOut } from './api.ts'
import { queryClient } from './query-client.ts'
import { router } from './router.tsx'
import { sessionQuery } from './session.ts'
import './tokens.css'

onSignedOut(() => queryClient.setQueryData(sessionQuery.queryKey, { state: 'signed-out' }))

// The code of the page that is opened comes while the session is asked for, not after it.
const [opened] = router.getMatchedRoutes(router.latestLocation.pathname)
for (const { options } of opened) {
  const { component } = options
  // One that does not come is told where it is shown.
  if (component && 'preload' in component) component.preload?.()?.catch(() => undefined)
}

const place = document.getElementById('app')
if (!place) throw new Error('index.html has no #app to draw into')
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>
)
