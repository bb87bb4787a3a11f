import type { Log } from './guard.ts'
import { createGuard } from './guard.ts'
import { refusesTracking } from './page/privacy.ts'
import { named } from './record/named.ts'
import { openStore, outMark } from './record/storage.ts'
import type { Heard, Recorder, Tools } from './recorder.ts'
import { startRecorder } from './recorder.ts'
import { browserSurroundings } from './surroundings.ts'
import type { Consent, Identification, OptOutOptions, Properties, TrackerOptions, Traits, Visitor } from './types.ts'

const ofTab = openStore(() => sessionStorage)
const ofBrowser = openStore(() => localStorage)

export type Tracker = ReturnType<typeof createTracker>

/**
 * The life of a tracker on a page: nothing before `init` (no storage, no request), quiet where the visitor said no, gone after
 * `destroy`. Nothing here throws, and nothing does anything on a server.
 */
export const createTracker = (options: TrackerOptions, tools: Tools, onVisitor: () => void = () => undefined) => {
  const log: Log = options.debug ? (...facts) => console.debug('[LiveLayer]', ...facts) : () => undefined
  const guard = createGuard(log)
  let recorder: Recorder | undefined
  let isWanted = false
  let isStarting = false
  let isOut = false
  let early: ((recorder: Recorder) => void)[] = []
  const asking: ((visitor: Visitor | null) => void)[] = []
  let settleReady: (visitor: Visitor | null) => void
  const ready = new Promise<Visitor | null>(resolve => {
    settleReady = resolve
  })

  const isSilent = () => typeof window === 'undefined' || isOut || ofTab.text(outMark) || ofBrowser.text(outMark)

  const visitor = (): Visitor | null => recorder?.visitor() ?? null
  const settle = (heard: Heard) => {
    const found = heard === 'known' ? visitor() : null
    if (heard === 'known' && !(found && recorder?.isIntroduced())) return
    for (const answer of asking.splice(0)) answer(found)
    if (heard !== 'failed') settleReady(found)
    onVisitor()
  }

  const begin = guard(() => {
    if (!isStarting) return
    isStarting = false
    recorder = startRecorder(options, browserSurroundings, tools, log, settle, () => tracker.optOut())
    for (const work of early.splice(0)) use(work)
  })
  const start = () => {
    if (isStarting || recorder) return
    isStarting = true
    // A page rendered ahead of its visit may never be seen.
    if ((document as Document & { prerendering?: boolean }).prerendering)
      document.addEventListener('prerenderingchange', begin)
    else begin()
  }
  const end = () => {
    recorder = undefined
    isStarting = false
    early = []
    settle('never')
  }

  /** Does what needs a recorder, now or once there is one. */
  const use = guard((work: (recorder: Recorder) => void) => {
    if (isSilent()) return settle('never')
    if (recorder) return work(recorder)
    early.push(work)
    if (isWanted) start()
  })
  const ask = (work: () => void) => {
    const answer = new Promise<Visitor | null>(resolve => asking.push(resolve))
    guard(work)()
    return answer
  }

  const tracker = {
    /** The visitor once known; null when there will be none on this page (opted out, Do Not Track, turned away). */
    ready,
    get visitor(): Visitor | null {
      return visitor()
    },
    /** Boots. Answers the visitor, or null when they cannot be asked for now; then it goes on trying by itself. */
    init: () =>
      ask(() => {
        isWanted = true
        if (recorder) return settle('known')
        // Someone who asked not to be tracked is not even identified before the page has something of its own to say.
        if (isSilent() || (refusesTracking() && !early.length)) return settle('never')
        start()
      }),
    /** Attaches attributes to the visitor, and with `userToken` or `signature` proves who is signed in. */
    identify: (identification: Identification | string, more?: Identification) =>
      ask(() => {
        const { userToken, signature, ...traits }: Identification = named('userId', identification, more)
        const { name, email, data } = traits
        const visitor = signature ? { name, email, data, signature } : undefined
        // What was signed is no attribute of its own.
        if (visitor) delete traits.data
        use(running => {
          if (!running.identify(traits, (visitor || userToken) && { visitor, userToken })) settle('known')
        })
      }),
    track: (name: string, properties?: Properties) => use(running => running.record('track', properties, String(name))),
    page: (name?: Properties | string, properties?: Properties) =>
      use(running => running.page(named('name', name, properties))),
    /** The organisation that the visitor belongs to. */
    group: (id: Traits | string, traits?: Traits) =>
      use(running => running.record('group', named('groupId', id, traits))),
    /** What the visitor agrees to, from here on and on later visits. */
    consent: (choice: Consent) => use(running => running.consent(choice)),
    /** The visitor has signed out: what follows belongs to somebody new. */
    reset: () =>
      ask(() =>
        use(running => {
          running.reset()
          onVisitor()
        })
      ),
    /** Forgets everything stored in this browser and sends nothing more while this tab lasts; with `remember`, on later visits too. */
    optOut: guard((choice?: OptOutOptions) => {
      isOut = true
      recorder?.optOut()
      end()
      ofBrowser.clear()
      ofTab.setText(outMark, '1')
      if (choice?.remember) ofBrowser.setText(outMark, '1')
    }),
    /** Takes an opt-out back and begins anew. */
    optIn: guard(() => {
      isOut = false
      ofTab.remove(outMark)
      ofBrowser.remove(outMark)
      if (isWanted) tracker.init()
    }),
    /** Sends what is left, takes every listener off and puts the history functions back. */
    destroy: guard(() => {
      isWanted = false
      recorder?.destroy()
      end()
    })
  }
  return tracker
}
