// @vitest-environment happy-dom
import { LiveLayerTracker, type TrackerOptions } from '@foyer/tracker'
import { act, type ReactNode, StrictMode, useEffect } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  FoyerProvider,
  LiveLayerProvider,
  useConsent,
  useGroup,
  useIdentify,
  usePageView,
  useTrack,
  useTracker,
  useVisitor
} from './index.ts'

type Sent = { path: string; body: Record<string, unknown> & { events?: { id: string; type: string; name?: string }[] } }

let sent: Sent[] = []
let root: Root
let home: HTMLElement
const realFetch = globalThis.fetch
const identifies = () => sent.filter(one => one.path.endsWith('/identify'))
const events = () => [...new Map(sent.flatMap(one => one.body.events ?? []).map(event => [event.id, event])).values()]
const told = () => events().map(event => event.name ?? event.type)
const options: TrackerOptions = { agentId: 'agt_1', fingerprint: false }

const until = async (isTrue: () => boolean) => {
  while (!isTrue()) await act(() => new Promise(resolve => setTimeout(resolve, 5)))
}
const render = (what: ReactNode) => act(async () => root.render(what))
/** The provider ends a moment after it is gone. */
const leave = async () => {
  await act(async () => root.unmount())
  await new Promise(resolve => setTimeout(resolve, 10))
}

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  sent = []
  localStorage.clear()
  sessionStorage.clear()
  home = document.createElement('div')
  root = createRoot(home)
  globalThis.fetch = async (url, init) => {
    const path = String(url).replace(location.origin, '')
    sent.push({ path, body: JSON.parse(String(init?.body)) })
    if (!path.endsWith('/identify')) return Response.json({ accepted: 1 }, { status: 202 })
    const { sessionId } = sent.at(-1)?.body ?? {}
    return Response.json({ visitorId: 'vis_1', isReturning: true, sessionCount: 4, token: 'vt_1', sessionId })
  }
})
afterEach(async () => {
  await leave()
  globalThis.fetch = realFetch
})

function Greeting() {
  const visitor = useVisitor()
  return <p>{visitor ? `visit ${visitor.sessionCount} of ${visitor.id}` : 'nobody yet'}</p>
}

function Demo() {
  const track = useTrack<{ saw_demo: { seconds: number } }>()
  useEffect(() => track('saw_demo', { seconds: 4 }), [track])
  return null
}

function SignIn() {
  const identify = useIdentify()
  useEffect(() => {
    identify({ email: 'jordan@acme.com' })
  }, [identify])
  return null
}

function Banner() {
  const consent = useConsent()
  const group = useGroup()
  useEffect(() => {
    consent({ marketing: true })
    group('acme', { seats: 3 })
  }, [consent, group])
  return null
}

function Page({ name }: { name: string }) {
  usePageView(name, { section: 'shop' })
  return null
}

const Lost = () => <>{String(useTracker())}</>

test('L16 the visitor appears once the server has said who it is', async () => {
  await render(
    <FoyerProvider {...options}>
      <Greeting />
    </FoyerProvider>
  )
  await until(() => home.textContent === 'visit 4 of vis_1')
})

test('L16 rendered on a server it is plain markup, and nothing is asked or stored', async () => {
  const { window: kept } = globalThis
  // @ts-expect-error: a server has no window
  delete globalThis.window
  try {
    const markup = renderToString(
      <FoyerProvider {...options}>
        <Greeting />
      </FoyerProvider>
    )
    expect(markup).toBe('<p>nobody yet</p>')
  } finally {
    globalThis.window = kept
  }
  expect([sent, { ...localStorage }]).toEqual([[], {}])
})

test('L16 StrictMode boots once: one identify, one page view, one exit', async () => {
  await render(
    <StrictMode>
      <FoyerProvider {...options}>
        <Greeting />
      </FoyerProvider>
    </StrictMode>
  )
  await until(() => home.textContent === 'visit 4 of vis_1')
  await leave()
  expect(identifies()).toHaveLength(1)
  expect(told()).toEqual(['page', 'exit'])
})

test('L16 what a component tracks when it first appears is not lost, though the provider boots after it', async () => {
  await render(
    <FoyerProvider {...options} autoTrack={false}>
      <Demo />
      <Greeting />
    </FoyerProvider>
  )
  await until(() => home.textContent !== 'nobody yet')
  await leave()
  expect(told()).toEqual(['saw_demo'])
})

test('L16 useIdentify attaches attributes', async () => {
  await render(
    <FoyerProvider {...options} autoTrack={false}>
      <SignIn />
    </FoyerProvider>
  )
  await until(() => identifies().some(one => one.body.traits !== undefined))
  expect(identifies().at(-1)?.body.traits).toEqual({ email: 'jordan@acme.com' })
})

test('S12 useConsent and useGroup tell what was agreed to, and the group with it', async () => {
  await render(
    <FoyerProvider {...options} autoTrack={false}>
      <Banner />
      <Greeting />
    </FoyerProvider>
  )
  await until(() => home.textContent !== 'nobody yet')
  await leave()
  const context = { consent: { marketing: true } }
  expect(events()).toMatchObject([
    { name: 'Consent Changed', properties: { marketing: true }, context },
    { type: 'group', properties: { groupId: 'acme', seats: 3 }, context }
  ])
})

test('L16 usePageView says each page once, in StrictMode too', async () => {
  const app = (name: string) => (
    <StrictMode>
      <LiveLayerProvider {...options} autoTrackPageViews={false}>
        <Page name={name} />
        <Greeting />
      </LiveLayerProvider>
    </StrictMode>
  )
  await render(app('home'))
  await until(() => home.textContent !== 'nobody yet')
  await render(app('home'))
  await render(app('cart'))
  await act(() => new Promise(resolve => setTimeout(resolve, 10)))
  await leave()
  const pages = events().filter(event => event.type === 'page')
  expect(pages).toMatchObject([
    { properties: { page: 'home', section: 'shop' } },
    { properties: { page: 'cart', section: 'shop' } }
  ])
})

test("L16 a tracker of the app's own is used as it is, and outlives the provider", async () => {
  const tracker = new LiveLayerTracker({ ...options, autoTrack: false })
  await render(
    <FoyerProvider {...options} tracker={tracker}>
      <Greeting />
    </FoyerProvider>
  )
  expect(sent).toEqual([])
  await act(async () => {
    await tracker.init()
  })
  expect(home.textContent).toBe('visit 4 of vis_1')
  await leave()
  expect(tracker.visitor).toMatchObject({ id: 'vis_1' })
  tracker.destroy()
})

test('a hook outside of the provider says what is missing', () => {
  expect(() => renderToString(<Lost />)).toThrow('<FoyerProvider')
})
