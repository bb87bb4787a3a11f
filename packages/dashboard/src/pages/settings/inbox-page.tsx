import type { CannedReply, ConversationSettings } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { api } from '../../api.ts'
import { CannedForm, CannedReplies } from '../../conversation/canned-replies.tsx'
import { queryClient } from '../../query-client.ts'
import { useCan } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { Failure, FormFault, fieldFault, formFault, Loading, Skeleton } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'
import { InboxLabels } from './inbox-labels.tsx'
import { MailWay } from './mail-way.tsx'
import { NumberSetting, SaveSettings } from './save-settings.tsx'
import { SettingsPage } from './settings-page.tsx'

const settingsKey = ['inbox', 'settings']

export function InboxSettingsPage() {
  const settings = useQuery({
    queryKey: settingsKey,
    queryFn: ({ signal }) => api.get<ConversationSettings>('/api/conversations/settings', undefined, signal)
  })
  return (
    <SettingsPage title="Inbox" lead="How conversations find somebody who answers, and what the team answers with.">
      {settings.isPending ? (
        <Loading what="how the inbox works" className="flex flex-col gap-5">
          <Skeleton className="h-14" />
          <Skeleton className="h-14" />
          <Skeleton className="h-14" />
        </Loading>
      ) : settings.isError && !settings.data ? (
        <Failure fault={settings.error} what="How the inbox works" onRetry={() => void settings.refetch()} />
      ) : (
        <SettingsForm settings={settings.data} />
      )}
      <Canned />
      <InboxLabels />
    </SettingsPage>
  )
}

const fields = ['openPerMember', 'noticeMinutes']

function SettingsForm({ settings }: { settings: ConversationSettings }) {
  const mayWrite = useCan('workspace:write')
  const maySeeMail = useCan('workspace:read')
  const [autoAssign, setAutoAssign] = useState(settings.autoAssign)
  const [perMember, setPerMember] = useState(String(settings.openPerMember))
  const [minutes, setMinutes] = useState(String(settings.noticeMinutes))
  const [mailVisitors, setMailVisitors] = useState(settings.mailVisitors)
  const wanted = { autoAssign, openPerMember: Number(perMember), noticeMinutes: Number(minutes), mailVisitors }
  const saving = useMutation({
    mutationFn: () => api.patch<ConversationSettings>('/api/conversations/settings', wanted),
    onSuccess(changed) {
      queryClient.setQueryData(settingsKey, changed)
      toast('Saved')
    }
  })
  const isChanged =
    autoAssign !== settings.autoAssign ||
    wanted.openPerMember !== settings.openPerMember ||
    wanted.noticeMinutes !== settings.noticeMinutes ||
    mailVisitors !== settings.mailVisitors
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!saving.isPending) saving.mutate()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-6">
      <FormFault text={formFault(saving.error, fields)} />
      <Section title="Turns">
        <Checkbox
          label="New conversations go round"
          hint="Whoever is available and was given one the longest ago gets the next. Otherwise they wait until somebody takes them."
          disabled={!mayWrite}
          checked={autoAssign}
          onChange={event => setAutoAssign(event.target.checked)}
        />
        <NumberSetting
          label="Open conversations a person, at most"
          hint="Nobody is given more by turn. By hand they can be."
          error={fieldFault(saving.error, 'openPerMember')}
          most={1_000}
          isDisabled={!mayWrite}
          value={perMember}
          onChange={setPerMember}
        />
      </Section>
      <Section title="Mail">
        <NumberSetting
          label="Tell the team when a visitor has waited, in minutes"
          hint="To whoever has the conversation, else to everybody who wants it. Each member chooses on their account page."
          error={fieldFault(saving.error, 'noticeMinutes')}
          most={1_440}
          isDisabled={!mayWrite}
          value={minutes}
          onChange={setMinutes}
        />
        <Checkbox
          label="Visitors who left an address are mailed the answer when they are gone"
          hint="Once until they have read it, with a link that stops it."
          disabled={!mayWrite}
          checked={mailVisitors}
          onChange={event => setMailVisitors(event.target.checked)}
        />
        {maySeeMail && <MailWay />}
      </Section>
      <SaveSettings mayWrite={mayWrite} isBusy={saving.isPending} isChanged={isChanged} />
    </form>
  )
}

function Canned() {
  const mayWrite = useCan('conversations:write')
  const [editing, setEditing] = useState<CannedReply | 'new' | null>(null)
  const close = () => setEditing(null)
  return (
    <Section
      title="Canned replies"
      hint="Sent by typing / and the shortcut in a reply. Everybody of the team has the same ones."
    >
      <CannedReplies isCompact onEdit={setEditing} isReadOnly={!mayWrite} />
      {mayWrite && (
        <div>
          <Button icon={<Plus aria-hidden className="size-4" />} onClick={() => setEditing('new')}>
            New canned reply
          </Button>
        </div>
      )}
      {editing !== null && (
        <CannedForm reply={editing === 'new' ? undefined : editing} onDone={close} onClose={close} />
      )}
    </Section>
  )
}
