import { Code } from '../../ui/code.tsx'
import { Section } from '../../ui/page.tsx'
import { TabPanel, Tabs } from '../../ui/tabs.tsx'
import { frameworks } from './snippets.ts'

type Props = { agentId: string; tab: string | undefined; onTab: (tab: string | undefined) => void }

export function InstallSteps({ agentId, tab, onTab }: Props) {
  const chosen = frameworks.find(framework => framework.value === tab) ?? frameworks[0]
  const values = { origin: location.origin, agentId }
  return (
    <Section title="Installation" hint="The values are yours already; copy and paste.">
      <Tabs
        label="Framework"
        value={chosen?.value ?? ''}
        onChange={value => onTab(value === frameworks[0]?.value ? undefined : value)}
        tabs={frameworks}
      >
        {frameworks.map(framework => (
          <TabPanel key={framework.value} value={framework.value} className="flex flex-col gap-5 pt-5 outline-offset-4">
            {framework.steps(values).map((step, index) => (
              <div key={step.title} className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-3 gap-y-2">
                <span
                  aria-hidden
                  className="flex size-6 items-center justify-center rounded-full bg-pressed text-xs font-medium"
                >
                  {index + 1}
                </span>
                <div className="flex flex-col gap-2">
                  <div className="pt-0.5">
                    <h3 className="text-sm font-medium">{step.title}</h3>
                    {step.text && <p className="text-sm text-ink-soft">{step.text}</p>}
                  </div>
                  {step.code && <Code code={step.code} label={step.label ?? ''} />}
                </div>
              </div>
            ))}
          </TabPanel>
        ))}
      </Tabs>
    </Section>
  )
}
