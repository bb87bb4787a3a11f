import type { Crawl } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { Globe, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormFault, faultText } from '../../ui/states.tsx'
import { Ago } from '../../ui/time.tsx'
import { toast } from '../../ui/toasts.tsx'
import { count, counted } from '../../words/numbers.ts'
import { plainText } from '../../words/people.ts'
import { cancelCrawl, crawlAgain, deleteCrawl, learnAgain } from './knowledge-data.ts'

/** The sites that were read, and how far the reading is where it goes on. */
export function CrawlList({ crawls, mayWrite }: { crawls: readonly Crawl[]; mayWrite: boolean }) {
  if (crawls.length === 0) return null
  return (
    <section aria-label="Sites" className="shrink-0 border-b border-line">
      <h2 className="px-4 pt-3 pb-1 text-xs text-ink-faint md:px-5">Sites</h2>
      <ul className="divide-y divide-line">
        {crawls.map(crawl => (
          <CrawlRow key={crawl.id} crawl={crawl} mayWrite={mayWrite} />
        ))}
      </ul>
    </section>
  )
}

function CrawlRow({ crawl, mayWrite }: { crawl: Crawl; mayWrite: boolean }) {
  const { id, url, status, found } = crawl
  const isRunning = status === 'running'
  const acting = useMutation({
    mutationFn: () => (isRunning ? cancelCrawl(id) : crawlAgain(id)),
    onSuccess: learnAgain,
    onError: fault => toast(faultText(fault))
  })
  const [isRemoving, setRemoving] = useState(false)
  const seen = crawl.read + crawl.unchanged + crawl.failed
  return (
    <li className="flex flex-col gap-1.5 px-4 py-2.5 text-sm md:px-5">
      <div className="flex items-center gap-2.5">
        <Globe aria-hidden className={classes('size-4 shrink-0 text-ink-faint', isRunning && 'animate-breathe')} />
        <bdi className="min-w-0 truncate">{plainText(url)}</bdi>
        <span className="flex-1" />
        {mayWrite && (
          <>
            <Button size="small" isBusy={acting.isPending} onClick={() => acting.mutate()}>
              {isRunning ? 'Cancel' : 'Read again'}
            </Button>
            {!isRunning && (
              <IconButton isSmall label={`Remove ${plainText(url)}`} onClick={() => setRemoving(true)}>
                <Trash2 aria-hidden className="size-3.5" />
              </IconButton>
            )}
          </>
        )}
      </div>
      {isRunning && (
        <progress
          aria-label={`Reading ${plainText(url)}`}
          max={Math.max(found, 1)}
          value={seen}
          className="h-1 w-full appearance-none overflow-hidden rounded-full bg-pressed [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-pressed [&::-webkit-progress-value]:bg-accent"
        />
      )}
      <p className={classes('text-xs', status === 'failed' ? 'text-danger' : 'text-ink-faint')}>
        <CrawlWords crawl={crawl} />
      </p>
      {isRemoving && <Removal crawl={crawl} onClose={() => setRemoving(false)} />}
    </li>
  )
}

function Removal({ crawl, onClose }: { crawl: Crawl; onClose: () => void }) {
  const removing = useMutation({
    mutationFn: () => deleteCrawl(crawl.id),
    onSuccess: async () => {
      await learnAgain()
      onClose()
    }
  })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Remove this site?"
      description={
        <>
          The pages read from <bdi>{plainText(crawl.url)}</bdi> go with it, and nothing is answered from them any more.
        </>
      }
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" isBusy={removing.isPending} onClick={() => removing.mutate()}>
            {removing.isPending ? 'Removing…' : 'Remove it'}
          </Button>
        </>
      }
    >
      <FormFault text={removing.error ? faultText(removing.error) : undefined} />
    </Dialog>
  )
}

function CrawlWords({ crawl }: { crawl: Crawl }) {
  const { status, found, read, unchanged, failed, fault, endedAt, startedAt } = crawl
  const parts = [
    unchanged > 0 && `${count(unchanged)} unchanged`,
    failed > 0 && `${count(failed)} could not be read`
  ].filter(Boolean)
  const more = parts.length > 0 ? `, ${parts.join(', ')}` : ''
  if (status === 'running')
    return (
      <>
        Reading: {count(read + unchanged + failed)} of {counted(found, 'page')}
        {more}
      </>
    )
  if (status === 'failed') return <>{fault ?? 'It could not be read.'}</>
  return (
    <>
      {counted(read, 'page')} read{more}
      {status === 'cancelled' && ', then cancelled'} · <Ago at={endedAt ?? startedAt} />
    </>
  )
}
