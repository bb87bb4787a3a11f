import { createGuard } from './guard.ts'
import { found, publish } from './live-layer.ts'
import type { Tools } from './recorder.ts'
import { readScriptTag } from './script-tag.ts'
import { createTracker } from './tracker.ts'
import type { TrackerOptions } from './types.ts'

/** Set by build.mjs: the file names of the two parts that are loaded beside this one. */
declare const restPart: string
declare const printPart: string

/** What a script tag asks for, done. A page that hides what we need from us is left alone, without a word. */
export const boot = createGuard(() => undefined)((tag: HTMLScriptElement | undefined) => {
  if (!tag) return
  const { src, mode, hasWidget, options } = readScriptTag(tag)
  // An absolute address: a relative one would be looked for on the page's own site.
  const load = (part: string) => import(/* @vite-ignore */ new URL(`v1/${part}`, src).href)
  const tools: Tools = {
    // A copy of this script that outlived an update of the server asks for a part that is gone: then the newest will do.
    rest: attempt => load(attempt ? `rest.js?${Date.now()}` : restPart),
    print: () => load(printPart)
  }
  if (mode === 'manual') {
    // For `new`, as the npm class is used; what it answers stands in for the instance.
    function LiveLayerTracker(own: TrackerOptions) {
      return createTracker({ ...options, autoTrack: true, ...own }, tools)
    }
    Object.assign(window, { LiveLayerTracker })
  } else if (options.agentId && !found()?.version) {
    const beforeSend: TrackerOptions['beforeSend'] = event => {
      const hook = found()?.beforeSend
      return hook ? hook(event) : event
    }
    const tracker = createTracker({ ...options, beforeSend }, tools)
    publish(tracker, mode !== 'auto', hasWidget)
    if (mode === 'auto') tracker.init()
  }
  // It finds this tag by itself. Where it cannot be loaded there is no chat, and the rest goes on.
  if (hasWidget) load('../widget.js').catch(() => undefined)
})
