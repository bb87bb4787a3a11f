import type {
  Crawl,
  Document,
  DocumentWithPassages,
  DocumentWrite,
  ErrorBody,
  FoundPassage,
  Page
} from '@foyer/protocol'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ApiError, api, queryText } from '../../api.ts'
import { queryClient } from '../../query-client.ts'
import type { KnowledgeAddress } from './knowledge-address.ts'

const pageSize = 100
const lookAgainMs = 1_000

export type Found = { items: FoundPassage[]; confidence: number; tookMs: number }

type Asked = Pick<KnowledgeAddress, 'search' | 'status'>

export const documentList = ({ search, status }: Asked, isReading: boolean) =>
  infiniteQueryOptions({
    queryKey: ['knowledge', 'documents', { search, status }],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Document>>(
        '/api/knowledge/documents',
        { search, status, limit: pageSize, cursor: pageParam },
        signal
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
    placeholderData: keepPreviousData,
    // What is being read is done within moments, and nothing tells of it but asking.
    refetchInterval: query => {
      const pages = query.state.data?.pages ?? []
      const isAny = pages.some(page => page.items.some(({ status: now }) => now === 'reading'))
      return isReading || isAny ? lookAgainMs : false
    }
  })

export const crawlsQuery = queryOptions({
  queryKey: ['knowledge', 'crawls'],
  queryFn: async ({ signal }) => (await api.get<Page<Crawl>>('/api/knowledge/crawls', { limit: 50 }, signal)).items,
  refetchInterval: query => (query.state.data?.some(({ status }) => status === 'running') ? lookAgainMs : false)
})

export const documentQuery = (id: string) =>
  queryOptions({
    queryKey: ['knowledge', 'document', id],
    queryFn: ({ signal }) =>
      api.get<DocumentWithPassages>(`/api/knowledge/documents/${encodeURIComponent(id)}`, undefined, signal),
    refetchInterval: query => (query.state.data?.status === 'reading' ? lookAgainMs : false)
  })

export const passageSearch = (q: string) =>
  queryOptions({
    queryKey: ['knowledge', 'search', q],
    queryFn: ({ signal }) => api.get<Found>('/api/knowledge/search', { q }, signal),
    placeholderData: keepPreviousData
  })

/** Whether there is anything to answer from. */
export const anyDocumentQuery = queryOptions({
  queryKey: ['knowledge', 'any'],
  queryFn: async ({ signal }) =>
    (await api.get<Page<Document>>('/api/knowledge/documents', { limit: 1 }, signal)).items.length > 0
})

export const learnAgain = () => queryClient.invalidateQueries({ queryKey: ['knowledge'] })

export const addDocument = (given: DocumentWrite) => api.post<Document>('/api/knowledge/documents', given)
export const changeDocument = (id: string, change: Partial<DocumentWrite>) =>
  api.patch<Document>(`/api/knowledge/documents/${id}`, change)
export const deleteDocument = (id: string) => api.delete(`/api/knowledge/documents/${id}`)
export const startCrawl = (url: string, limit: number | undefined) =>
  api.post<Crawl>('/api/knowledge/crawls', { url, ...(limit === undefined ? {} : { limit }) })
export const cancelCrawl = (id: string) => api.post<Crawl>(`/api/knowledge/crawls/${id}/cancel`)
export const deleteCrawl = (id: string) => api.delete(`/api/knowledge/crawls/${id}`)
export const crawlAgain = (id: string) => api.post<Crawl>(`/api/knowledge/crawls/${id}/again`)

/** The bytes as they are: the name and the type stand beside them. */
export async function uploadDocument(file: File, type: string): Promise<Document> {
  const response = await fetch(`/api/knowledge/documents/upload${queryText({ name: file.name })}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { accept: 'application/json', 'x-foyer': '1', 'content-type': type },
    body: file
  })
  if (response.ok) return (await response.json()) as Document
  const body: Partial<ErrorBody> = await response.json().catch(() => ({}))
  throw new ApiError(response.status, body.error ?? {})
}
