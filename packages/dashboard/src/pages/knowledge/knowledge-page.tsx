import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { FileUp, Globe, Plus, TextCursorInput } from 'lucide-react'
import { type ChangeEvent, type DragEvent, useMemo, useRef, useState } from 'react'
import { useCan } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Select } from '../../ui/field.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { PageHeader } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Empty, Failure } from '../../ui/states.tsx'
import { counted } from '../../words/numbers.ts'
import { AgentsTabs } from '../agents/agents-tabs.tsx'
import { AddText } from './add-text.tsx'
import { CrawlList } from './crawl-list.tsx'
import { DocumentList, DocumentsSkeleton } from './document-list.tsx'
import { acceptedDocuments } from './files.ts'
import { type KnowledgeAddress, readKnowledgeAddress } from './knowledge-address.ts'
import { crawlsQuery, documentList } from './knowledge-data.ts'
import { NoKnowledge } from './no-knowledge.tsx'
import { ReadSite } from './read-site.tsx'
import { SentFiles } from './sent-files.tsx'
import { TryQuestion } from './try-question.tsx'
import { useFiles } from './use-files.ts'

const route = getRouteApi('/app/agents/knowledge')
const icon = 'size-4'

export function KnowledgePage() {
  const address = route.useSearch()
  const { search, status, q, add } = address
  const navigate = useNavigate({ from: '/agents/knowledge' })
  const mayWrite = useCan('agents:write')
  const picker = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const files = useFiles()
  const crawls = useQuery(crawlsQuery)
  const isReading = crawls.data?.some(crawl => crawl.status === 'running') ?? false
  const list = useInfiniteQuery(documentList({ search, status }, isReading))
  const documents = useMemo(() => list.data?.pages.flatMap(page => page.items) ?? [], [list.data])
  const isNarrowed = search !== undefined || status !== undefined
  const isEmpty = list.isSuccess && !isNarrowed && documents.length === 0 && !crawls.isPending && !crawls.data?.length

  function change(next: KnowledgeAddress, replace = true): void {
    void navigate({ search: current => readKnowledgeAddress({ ...current, ...next }), replace })
  }
  const open = (which: KnowledgeAddress['add']) => change({ add: which }, false)
  const pick = () => picker.current?.click()
  const ways = [
    { name: 'Read your site', icon: <Globe aria-hidden className={icon} />, act: () => open('site') },
    { name: 'Upload files', icon: <FileUp aria-hidden className={icon} />, act: pick },
    { name: 'Add text', icon: <TextCursorInput aria-hidden className={icon} />, act: () => open('text') }
  ]
  const holds = (event: DragEvent) => mayWrite && event.dataTransfer.types.includes('Files')

  return (
    <section
      aria-label="Knowledge"
      className="relative flex min-h-0 flex-1 flex-col"
      onDragOver={event => {
        if (!holds(event)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={event => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={event => {
        if (!holds(event)) return
        event.preventDefault()
        setOver(false)
        files.add([...event.dataTransfer.files])
      }}
    >
      <PageHeader
        title="Knowledge"
        note={
          list.data && !isNarrowed && documents.length > 0
            ? `${list.hasNextPage ? 'more than ' : ''}${counted(documents.length, 'document')}`
            : undefined
        }
      >
        {mayWrite && (
          <>
            <span className="flex gap-2 max-md:hidden">
              {ways.map((way, index) => (
                <Button
                  key={way.name}
                  look={index === ways.length - 1 ? 'primary' : 'plain'}
                  icon={way.icon}
                  onClick={way.act}
                >
                  {way.name}
                </Button>
              ))}
            </span>
            <span className="md:hidden">
              <Menu
                label="Add to the knowledge"
                trigger={
                  <Button look="primary" icon={<Plus aria-hidden className={icon} />}>
                    Add
                  </Button>
                }
              >
                {ways.map(way => (
                  <MenuItem key={way.name} icon={way.icon} onSelect={way.act}>
                    {way.name}
                  </MenuItem>
                ))}
              </Menu>
            </span>
          </>
        )}
      </PageHeader>
      <AgentsTabs />
      <input
        ref={picker}
        type="file"
        multiple
        accept={acceptedDocuments}
        tabIndex={-1}
        aria-hidden
        className="hidden"
        onChange={(event: ChangeEvent<HTMLInputElement>) => {
          files.add([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      {isEmpty ? (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <SentFiles files={files.files} arrived={files.arrived} onAgain={files.again} onDrop={files.drop} />
          <NoKnowledge mayWrite={mayWrite} onText={() => open('text')} onFiles={pick} onSite={() => open('site')} />
        </div>
      ) : (
        <div className="flex min-h-0 flex-1 flex-col max-lg:overflow-y-auto lg:flex-row">
          <aside
            aria-label="Try it"
            className="shrink-0 border-line px-4 py-4 max-lg:border-b lg:order-last lg:w-96 lg:overflow-y-auto lg:border-l lg:px-5 xl:w-112"
          >
            <TryQuestion question={q} onAsk={question => change({ q: question }, false)} />
          </aside>
          <div className="flex min-h-0 min-w-0 flex-1 flex-col max-lg:shrink-0">
            <SentFiles files={files.files} arrived={files.arrived} onAgain={files.again} onDrop={files.drop} />
            <CrawlList crawls={crawls.data ?? []} mayWrite={mayWrite} />
            <div className="flex shrink-0 items-center gap-2 border-b border-line px-4 py-2.5 md:px-5">
              <SearchField
                label="Search the documents"
                placeholder="Title, address or words"
                value={search}
                onChange={text => change({ search: text })}
              />
              <Select
                aria-label="Which documents"
                className="w-28 shrink-0 sm:w-40"
                value={status ?? ''}
                onChange={event => change({ status: asStatus(event.target.value) })}
              >
                <option value="">All</option>
                <option value="reading">Being read</option>
                <option value="failed">Could not be read</option>
              </Select>
            </div>
            {list.isPending ? (
              <DocumentsSkeleton />
            ) : list.isError && !list.data ? (
              <Failure fault={list.error} what="The documents" onRetry={() => void list.refetch()} />
            ) : documents.length === 0 ? (
              <Empty title={isNarrowed ? 'No document fits' : 'Nothing is read yet'}>
                {isNarrowed
                  ? 'Try fewer words, or show all of them.'
                  : 'The pages of your site appear here as they are read.'}
              </Empty>
            ) : (
              <DocumentList
                key={JSON.stringify({ search, status })}
                documents={documents}
                isStale={list.isPlaceholderData}
                more={{
                  has: list.hasNextPage,
                  isLoading: list.isFetchingNextPage,
                  fault: list.isFetchNextPageError ? list.error : undefined,
                  load: () => void list.fetchNextPage()
                }}
              />
            )}
          </div>
        </div>
      )}
      {isOver && (
        <div
          aria-hidden
          className={classes(
            'pointer-events-none absolute inset-2 z-20 flex items-center justify-center rounded-md',
            'border-2 border-dashed border-accent bg-accent-soft text-base font-medium text-accent'
          )}
        >
          Drop text, Markdown, HTML or PDF files
        </div>
      )}
      {mayWrite && add === 'text' && <AddText onClose={() => change({ add: undefined })} />}
      {mayWrite && add === 'site' && <ReadSite onClose={() => change({ add: undefined })} />}
    </section>
  )
}

const asStatus = (value: string): KnowledgeAddress['status'] =>
  value === 'reading' || value === 'failed' ? value : undefined
