import type { CatalogEntry, Destination, Mapping, SampleEvent } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { RotateCcw } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useCan } from '../../../session.ts'
import { useSettled } from '../../../shell/use-settled.ts'
import { Button } from '../../../ui/button.tsx'
import { ChoiceButton } from '../../../ui/choice-button.tsx'
import { classes } from '../../../ui/classes.ts'
import { FormFault, faultText } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { useUnsaved } from '../../../ui/unsaved.tsx'
import { counted } from '../../../words/numbers.ts'
import { useDestination } from '../destination/destination-shown.ts'
import { changeDestination } from '../integrations-data.ts'
import { chosenOf } from './chosen-event.ts'
import { isSame, mappingOf, onTheWire, readDraft } from './draft.ts'
import { DryRunPanel } from './dry-run-panel.tsx'
import { EditingContext } from './editing.ts'
import { JsonEditor } from './json-editor.tsx'
import { type MappingAddress, readMappingAddress } from './mapping-address.ts'
import { previewQuery, recentEventsQuery } from './mapping-data.ts'
import { MappingRevisions } from './mapping-revisions.tsx'
import { PreviewPane } from './preview-pane.tsx'
import { RuleList } from './rule-list.tsx'
import { samplePaths } from './sample-paths.ts'

const route = getRouteApi('/app/integrations/$id/mapping')

/** Between the last letter and the question what would be sent now. */
const restMs = 250

export function MappingPage() {
  const { destination, kind } = useDestination()
  return <Editor key={destination.id} newest={destination} kind={kind} />
}

const pretty = (mapping: Mapping) => JSON.stringify(mapping, null, 2)

function Editor({ newest, kind }: { newest: Destination; kind: CatalogEntry }) {
  const { id } = newest
  const mayWrite = useCan('destinations:write')
  const address = route.useSearch()
  const navigate = useNavigate({ from: '/integrations/$id/mapping' })
  const goTo = (next: { [Key in keyof MappingAddress]?: MappingAddress[Key] | undefined }) =>
    void navigate({ search: current => readMappingAddress({ ...current, ...next }), replace: true })

  const [kept, setKept] = useState(newest)
  const [draft, setDraft] = useState(() => mappingOf(newest))
  // As it is typed; while it is no mapping, the form and the preview stay at the last one that it was.
  const [text, setText] = useState(() => pretty(mappingOf(newest)))
  const read = useMemo(() => readDraft(text), [text])
  const fault = 'fault' in read ? read : undefined
  const write = (mapping: Mapping) => {
    setDraft(mapping)
    setText(pretty(mapping))
  }
  const take = (destination: Destination) => {
    setKept(destination)
    write(mappingOf(destination))
  }
  const isChanged = fault !== undefined || !isSame(draft, kept.mapping)
  if (newest.revision > kept.revision && !isChanged) take(newest)
  const unsaved = useUnsaved(isChanged, 'page')

  const [looked, setLooked] = useState<readonly SampleEvent[]>([])
  const recent = useQuery(recentEventsQuery(id))
  const stored = useMemo(() => {
    const all = [...(recent.data?.items ?? []), ...looked]
    return recent.data || recent.isError ? [...new Map(all.map(event => [event.id, event])).values()] : undefined
  }, [recent.data, recent.isError, looked])
  const chosen = chosenOf(address.event, stored, kind.examples, draft, address.rule)
  const settled = useSettled(draft, restMs)
  const preview = useQuery(previewQuery(id, settled, chosen?.which))
  const preset = kind.presets.find(one => one.key === newest.preset)
  const presetMapping = preset && mappingOf(preset)
  const presetName = preset?.name ?? newest.preset
  const isAsPreset = !fault && isSame(draft, presetMapping)
  const ofPreset = useQuery(previewQuery(id, presetMapping, preset && chosen?.which))
  const problems = preview.data?.problems ?? []
  const differences = preview.data?.differences ?? []
  const sample = chosen?.sample
  const editing = useMemo(
    () => ({
      sample,
      paths: samplePaths(sample),
      names: [...new Set(stored?.flatMap(event => event.name || []))],
      problems,
      differences
    }),
    [sample, stored, problems, differences]
  )

  const saving = useMutation({
    mutationFn: () => changeDestination(id, { mapping: onTheWire(draft) }),
    onSuccess: saved => {
      take(saved)
      toast(`Saved as revision ${saved.revision}`)
    }
  })
  const isWhole = fault === undefined && problems.length === 0
  const isJson = address.view === 'json'
  const isPreview = address.view === 'preview'
  return (
    <EditingContext value={editing}>
      <div className="flex min-h-0 flex-1 flex-col">
        <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2 md:px-5">
          <fieldset className="flex gap-1">
            <legend className="sr-only">How the mapping is shown</legend>
            <ChoiceButton isOn={!isJson && !isPreview} onClick={() => goTo({ view: undefined })}>
              Rules
            </ChoiceButton>
            <ChoiceButton isOn={isJson} onClick={() => goTo({ view: 'json' })}>
              JSON
            </ChoiceButton>
            <span className="lg:hidden">
              <ChoiceButton isOn={isPreview} onClick={() => goTo({ view: 'preview' })}>
                Preview
              </ChoiceButton>
            </span>
          </fieldset>
          <p className="text-sm text-ink-faint sm:ml-auto">
            {isAsPreset
              ? `As the preset “${presetName}”`
              : differences.length > 0 &&
                `${counted(differences.length, 'difference')} from the preset “${presetName}”`}
          </p>
          {mayWrite && presetMapping && !isAsPreset && (
            <Button
              size="small"
              icon={<RotateCcw aria-hidden className="size-3.5" />}
              onClick={() => {
                write(presetMapping)
                goTo({ rule: undefined })
              }}
            >
              Reset to preset
            </Button>
          )}
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto lg:grid lg:grid-cols-[minmax(0,1fr)_minmax(0,28rem)] lg:overflow-hidden xl:grid-cols-[minmax(0,1fr)_minmax(0,34rem)]">
          <div
            className={classes(
              'flex flex-col gap-6 px-4 py-4 md:px-5 lg:overflow-y-auto',
              isPreview && 'max-lg:hidden'
            )}
          >
            {isJson ? (
              <JsonEditor
                text={text}
                fault={fault}
                problems={problems}
                isFixed={!mayWrite}
                onChange={next => {
                  setText(next)
                  const typed = readDraft(next)
                  if ('mapping' in typed) setDraft(typed.mapping)
                }}
              />
            ) : fault ? (
              <p role="alert" className="rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
                The JSON is half written, and the rules cannot be shown. Mend it there, or discard it.
              </p>
            ) : (
              <RuleList
                mapping={draft}
                preset={presetMapping}
                targets={kind.targets}
                fitting={preview.data?.rules ?? []}
                open={address.rule}
                isFixed={!mayWrite}
                onOpen={rule => goTo({ rule })}
                onChange={write}
              />
            )}
            <MappingRevisions id={id} draft={draft} isFixed={!mayWrite} onTake={write} />
          </div>
          <div
            className={classes(
              'flex flex-col gap-5 border-line px-4 py-4 md:px-5 lg:overflow-y-auto lg:border-l',
              !isPreview && 'max-lg:hidden'
            )}
          >
            <PreviewPane
              chosen={chosen?.key}
              stored={stored}
              examples={kind.examples}
              preview={preview.data}
              preset={ofPreset.data}
              fault={preview.error}
              isBusy={preview.isFetching}
              onRetry={() => void preview.refetch()}
              onChoose={event => goTo({ event })}
            />
            {mayWrite && (
              <DryRunPanel
                id={id}
                mapping={draft}
                isWhole={isWhole}
                onLook={event => {
                  setLooked(before => [...before, event])
                  goTo({ event: event.id })
                }}
              />
            )}
          </div>
        </div>
        {mayWrite ? (
          <div
            className={classes('shrink-0 border-t border-line bg-surface px-4 py-2.5 md:px-5', !isChanged && 'hidden')}
          >
            <div className="flex flex-wrap items-center gap-2">
              <p role="status" className="min-w-0 flex-1 basis-40 text-sm text-ink-soft">
                {newest.revision > kept.revision
                  ? `Somebody saved revision ${newest.revision} meanwhile; saving this replaces its mapping.`
                  : isWhole
                    ? 'Not saved yet'
                    : fault
                      ? fault.fault
                      : `${counted(problems.length, 'problem')} to mend before it can be saved`}
              </p>
              <FormFault text={saving.error ? faultText(saving.error) : undefined} />
              <span className="ml-auto flex gap-2">
                <Button
                  onClick={() => {
                    saving.reset()
                    take(newest)
                  }}
                >
                  Discard
                </Button>
                <Button look="primary" isBusy={saving.isPending} disabled={!isWhole} onClick={() => saving.mutate()}>
                  {saving.isPending ? 'Saving…' : 'Save'}
                </Button>
              </span>
            </div>
          </div>
        ) : (
          <p className="border-t border-line px-4 py-2 text-sm text-ink-faint md:px-5">
            An owner or admin can change this.
          </p>
        )}
        {unsaved.question}
      </div>
    </EditingContext>
  )
}
