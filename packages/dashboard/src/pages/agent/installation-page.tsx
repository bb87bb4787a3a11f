import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useCan } from '../../session.ts'
import { AgentSettings } from './agent-settings.tsx'
import { useAgent } from './agent-shown.ts'
import { IdentityProof } from './identity-proof.tsx'
import { InstallSteps } from './install-steps.tsx'
import { VerifyInstallation } from './verify-installation.tsx'

const route = getRouteApi('/app/agents/$id/')

export function InstallationPage() {
  const agent = useAgent()
  const { tab, proof } = route.useSearch()
  const navigate = useNavigate({ from: '/agents/$id' })
  const mayWrite = useCan('agents:write')
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-10 px-4 py-6 md:px-6 md:py-8">
        <VerifyInstallation key={agent.id} agent={agent} />
        <InstallSteps
          agentId={agent.id}
          tab={tab}
          onTab={next => void navigate({ search: current => ({ ...current, tab: next }), replace: true })}
        />
        <IdentityProof
          agent={agent}
          language={proof}
          onLanguage={next => void navigate({ search: current => ({ ...current, proof: next }), replace: true })}
        />
        {mayWrite && <AgentSettings key={agent.id} agent={agent} />}
      </div>
    </div>
  )
}
