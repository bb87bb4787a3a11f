import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './api.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal is final; an unreachable or overloaded server may answer the next time.
      retry: (failures, fault) =>
        failures < 2 && fault instanceof ApiError && (fault.status === 0 || fault.status >= 500)
    },
    mutations: { retry: false }
  }
})
