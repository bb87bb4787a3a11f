import { useQuery } from '@tanstack/react-query'
import { Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { SettingsPage } from '../settings-page.tsx'
import { ApplyToStored } from './apply-to-stored.tsx'
import { Erasures } from './erasures.tsx'
import { PolicyForm } from './policy-form.tsx'
import { policyQuery } from './privacy-data.ts'
import { TryOut } from './try-out.tsx'

export function PrivacyPage() {
  const policy = useQuery(policyQuery)
  return (
    <SettingsPage
      title="Privacy"
      lead="What is kept of where your visitors are, and for how long. Which rule applies is decided before anything is stored."
    >
      {policy.isPending ? (
        <Loading what="the privacy policy" className="flex flex-col gap-5">
          <Skeleton className="h-40 rounded-md" />
          <Skeleton className="h-24 rounded-md" />
          <Skeleton className="h-24 rounded-md" />
        </Loading>
      ) : policy.isError && !policy.data ? (
        <Failure fault={policy.error} what="The privacy policy" onRetry={() => void policy.refetch()} />
      ) : (
        <>
          <PolicyForm key={policy.data.changedAt ?? 'never changed'} policy={policy.data} />
          <TryOut asOf={policy.data.changedAt ?? ''} />
          <ApplyToStored policy={policy.data} />
          <Erasures />
        </>
      )}
    </SettingsPage>
  )
}
