import type { Page } from 'playwright-core'
import { identify, newLocalId, page as pageView, send } from '../../packages/server/test/visitor.ts'
import { call, foyerUrl, type Minted, settled } from '../../packages/server/test/workspace.ts'

type Router = { router: { routesByPath: Record<string, unknown> } }
const routerFile = '../../packages/dashboard/src/router.tsx'

/** What lies before the door, and what only leads elsewhere. */
const others = new Set(['/setup', '/sign-in', '/invite/$token', '/', '/settings'])

/** Every page of the team that the router knows, on a workspace in which somebody has been and has written. */
export async function pagesOf(workspace: Minted): Promise<string[]> {
  const { router } = (await import(/* @vite-ignore */ routerFile)) as Router
  const { visitorId, conversationId, documentId, segmentId, reportId, dashboardId, destinationId, secret } =
    await somethingToShow(workspace)
  const known = [
    ['/analytics/segments/$id', `/analytics/segments/${segmentId}`],
    ['/analytics/reports/$id', `/analytics/reports/${reportId}`],
    ['/inbox/$id', `/inbox/${conversationId}`],
    ['/people/$id', `/people/${visitorId}`],
    ['/analytics/dashboards/$id', `/analytics/dashboards/${dashboardId}`],
    ['/shared/$secret', `/shared/${secret}`],
    ['/integrations/$id', `/integrations/${destinationId}`],
    ['/agents/$id', `/agents/${workspace.agentId}`],
    ['/agents/knowledge/$id', `/agents/knowledge/${documentId}`]
  ] as const
  return Object.keys(router.routesByPath)
    .filter(path => !others.has(path))
    .map(path => {
      const [template, address] = known.find(([template]) => path.startsWith(template)) ?? ['', '']
      const filled = path.replace(template, address)
      if (filled.includes('$')) throw new Error(`Say here which one ${path} is to show, so that it is tested too.`)
      return filled
    })
}

async function somethingToShow(workspace: Minted) {
  const visitor = await identify(workspace, { localId: newLocalId(), traits: { name: 'Ada Byron' } })
  await send(workspace, visitor.body, [pageView('/'), pageView('/pricing')])
  const { body } = await call<{ conversationId: string }>('POST', '/api/conversations', {
    who: visitor.body.token,
    body: { agentId: workspace.agentId, message: { text: 'Which lamp is warmest?', clientId: newLocalId() } }
  })
  const document = await call<{ id: string }>('POST', '/api/knowledge/documents', {
    who: workspace.key,
    body: { kind: 'markdown', text: '# Lamps\n\nThe porch lamp is the warmest.' }
  })
  const segment = await call<{ id: string }>('POST', '/api/segments', {
    who: workspace.key,
    body: { name: 'Readers of prices', rule: { filters: [{ property: 'page', op: 'is', value: '/pricing' }] } }
  })
  const report = await call<{ id: string }>('POST', '/api/reports', {
    who: workspace.key,
    body: { name: 'Views', kind: 'trend', range: { last: 7 }, question: { series: [{ event: 'page' }] } }
  })
  const dashboard = await call<{ id: string }>('POST', '/api/dashboards', {
    who: workspace.key,
    body: { name: 'Monday', tiles: [{ reportId: report.body.id, width: 6, height: 2 }] }
  })
  const link = await call<{ url: string }>('POST', `/api/dashboards/${dashboard.body.id}/link`, {
    who: workspace.key,
    body: {}
  })
  // Nothing is sent to where nobody listens: it waits, and is seen waiting.
  const destination = await call<{ id: string }>('POST', '/api/destinations', {
    who: workspace.key,
    body: {
      type: 'webhook',
      name: 'Order service',
      settings: { url: 'https://orders.invalid/hook', secret: `whsec_${'A'.repeat(43)}=` }
    }
  })
  await send(workspace, visitor.body, [pageView('/thanks')])
  await settled()
  return {
    destinationId: destination.body.id,
    segmentId: segment.body.id,
    reportId: report.body.id,
    dashboardId: dashboard.body.id,
    secret: link.body.url.split('/').at(-1),
    visitorId: visitor.body.visitorId,
    conversationId: body.conversationId,
    documentId: document.body.id
  }
}

/** Opens it and waits until nothing is still on its way. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(foyerUrl() + path)
  await page.locator('main h1, main h2').first().waitFor()
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[role="status"]')].every(one => !one.textContent?.startsWith('Loading'))
  )
  await page.waitForLoadState('networkidle')
  // What is shown in a frame draws itself when it is told what.
  for (const frame of page.frames().slice(1)) await frame.getByRole('button').first().waitFor()
}
