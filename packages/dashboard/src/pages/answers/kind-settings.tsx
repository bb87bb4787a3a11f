import type { ResponderSettings } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { BookOpen } from 'lucide-react'
import { buttonClasses } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Section } from '../../ui/page.tsx'
import { anyDocumentQuery } from '../knowledge/knowledge-data.ts'
import type { Given } from './field-fault.ts'
import { ModelSettings } from './model-settings.tsx'
import { WebhookSettings } from './webhook-settings.tsx'

type Props = Given & { agentId: string; kept: ResponderSettings }

/** What the chosen responder needs; the others keep what they were told. */
export function KindSettings(props: Props) {
  const { kind } = props.form
  return (
    <>
      <Knowledge isNeeded={kind === 'documents'} />
      {kind === 'openai' && <ModelSettings {...props} />}
      {kind === 'webhook' && <WebhookSettings {...props} />}
    </>
  )
}

function Knowledge({ isNeeded }: { isNeeded: boolean }) {
  const any = useQuery(anyDocumentQuery)
  const isBare = any.data === false
  return (
    <Section title="What it knows" hint="One knowledge for all agents of this workspace.">
      <div
        className={classes(
          'flex flex-wrap items-center gap-3 rounded-md border px-4 py-3 text-sm',
          isBare && isNeeded ? 'border-transparent bg-warning-soft text-warning' : 'border-line'
        )}
      >
        <BookOpen aria-hidden className="size-4 shrink-0" />
        <p className="min-w-0 flex-1">
          {isBare
            ? 'There are no documents yet: every question would go to a person.'
            : 'Documents, files and pages of your site. Add to them, and see what a question would find.'}
        </p>
        <Link to="/agents/knowledge" className={buttonClasses({ look: isBare ? 'primary' : 'plain' })}>
          {isBare ? 'Add the first' : 'Knowledge'}
        </Link>
      </div>
    </Section>
  )
}
