import type { DocumentWithPassages } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouterState } from '@tanstack/react-router'
import { ExternalLink, FileX, MoreHorizontal } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { PassageView } from '../../answering/passages.tsx'
import { useCan } from '../../session.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { OneThing } from '../../ui/one-thing.tsx'
import { PageHeader } from '../../ui/page.tsx'
import { Empty, Loading, Skeleton } from '../../ui/states.tsx'
import { Ago } from '../../ui/time.tsx'
import { count, counted } from '../../words/numbers.ts'
import { plainText, webAddress } from '../../words/people.ts'
import { AddText } from './add-text.tsx'
import { DeleteDocument, RenameDocument } from './document-questions.tsx'
import { documentKindNames, statusText } from './document-words.ts'
import { documentQuery } from './knowledge-data.ts'

const route = getRouteApi('/app/agents/knowledge/$id')

export function DocumentPage() {
  const { id } = route.useParams()
  const document = useQuery(documentQuery(id))
  return (
    <OneThing
      query={document}
      what="document"
      all={{ to: '/agents/knowledge', label: 'All documents' }}
      skeleton={
        <>
          <Skeleton className="h-4 w-1/3" />
          <Skeleton className="h-24" />
          <Skeleton className="h-24" />
        </>
      }
      missing={{
        icon: <FileX aria-hidden className="size-5" />,
        text: 'It may have been deleted, or its page is no longer on the site it was read from.'
      }}
    >
      {(shown, back) => <Shown shown={shown} back={back} />}
    </OneThing>
  )
}

function Shown({ shown, back }: { shown: DocumentWithPassages; back: ReactNode }) {
  const mayWrite = useCan('agents:write')
  const [asked, setAsked] = useState<'name' | 'text' | 'delete' | null>(null)
  const close = () => setAsked(null)
  const isOurs = shown.crawlId === undefined
  const writing = shown.text === undefined ? 'Replace the text' : 'Edit'
  return (
    <>
      <PageHeader title={plainText(shown.title)} back={back}>
        {mayWrite && (
          <>
            <span className="flex gap-2 max-sm:hidden">
              <Button onClick={() => setAsked('name')}>Rename</Button>
              {isOurs && <Button onClick={() => setAsked('text')}>{writing}</Button>}
              <Button look="danger" onClick={() => setAsked('delete')}>
                Delete
              </Button>
            </span>
            <span className="sm:hidden">
              <Menu
                label="Change this document"
                trigger={
                  <IconButton label="Change this document">
                    <MoreHorizontal aria-hidden className="size-4" />
                  </IconButton>
                }
              >
                <MenuItem onSelect={() => setAsked('name')}>Rename</MenuItem>
                {isOurs && <MenuItem onSelect={() => setAsked('text')}>{writing}</MenuItem>}
                <MenuItem isDanger onSelect={() => setAsked('delete')}>
                  Delete
                </MenuItem>
              </Menu>
            </span>
          </>
        )}
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex w-full max-w-3xl flex-col gap-5 px-4 py-6 md:px-6">
          <Facts document={shown} />
          <PassageList document={shown} />
        </div>
      </div>
      {asked === 'name' && <RenameDocument document={shown} onClose={close} />}
      {asked === 'text' && <AddText changes={shown} onClose={close} />}
      {asked === 'delete' && <DeleteDocument document={shown} onClose={close} />}
    </>
  )
}

/** Reading what was just given is no change of it. */
const readWithinMs = 60_000

function Facts({ document }: { document: DocumentWithPassages }) {
  const { kind, chars, status, fault, url, createdAt, updatedAt } = document
  const href = webAddress(url)
  return (
    <div className="flex flex-col gap-2 text-sm">
      {status === 'failed' && (
        <p role="alert" className="rounded-sm bg-danger-soft px-3 py-2 text-danger">
          {fault ?? 'It could not be read.'}
        </p>
      )}
      <p className="flex flex-wrap gap-x-1 text-ink-soft">
        <span>{documentKindNames[kind]}</span>
        <span>· {statusText(document)}</span>
        {status === 'ready' && <span>· {counted(chars, 'character')}</span>}
        <span>
          · added <Ago at={createdAt} />
        </span>
        {Date.parse(updatedAt) - Date.parse(createdAt) > readWithinMs && (
          <span>
            · changed <Ago at={updatedAt} />
          </span>
        )}
      </p>
      {href !== undefined && (
        <a
          href={href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="flex w-fit max-w-full items-center gap-1.5 text-accent underline-offset-2 hover:underline"
        >
          <bdi className="truncate">{plainText(href)}</bdi>
          <ExternalLink aria-hidden className="size-3.5 shrink-0" />
        </a>
      )}
    </div>
  )
}

function PassageList({ document: { items, status } }: { document: DocumentWithPassages }) {
  const hash = useRouterState({ select: state => state.location.hash })
  useEffect(() => {
    if (hash !== '') globalThis.document.getElementById(hash)?.scrollIntoView({ block: 'center' })
  }, [hash])
  if (status === 'reading')
    return (
      <Loading what="its passages" className="flex flex-col gap-3">
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
      </Loading>
    )
  if (items.length === 0)
    return status === 'ready' ? (
      <Empty title="There are no words in it">Only text can be answered from; pictures are not read.</Empty>
    ) : null
  return (
    <section aria-label="Passages" className="flex flex-col gap-3">
      <h2 className="text-base font-medium">{count(items.length)} passages</h2>
      <p className="-mt-2 text-sm text-ink-soft">An answer quotes one or more of these.</p>
      <ol className="flex flex-col gap-2">
        {items.map(passage => (
          <li
            key={passage.id}
            id={passage.id}
            className={classes(
              'rounded-md border p-3.5',
              hash === passage.id ? 'border-accent bg-accent-soft' : 'border-line'
            )}
          >
            <PassageView passage={passage} />
          </li>
        ))}
      </ol>
    </section>
  )
}
