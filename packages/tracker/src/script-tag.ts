import type { TrackerOptions } from './types.ts'

/** Our own tag: the running script where the browser says so (not for modules), else the one that carries an agent id. */
export const findTag = (
  file: string,
  /** Where none is running. */
  marked: string
): HTMLScriptElement | undefined => {
  const { currentScript } = document
  // An element named "currentScript" would stand in its place, and one named "querySelectorAll" in that one's.
  if (currentScript instanceof HTMLScriptElement && currentScript.src) return currentScript
  const tags = Document.prototype.querySelectorAll.call(document, marked) as NodeListOf<HTMLScriptElement>
  return Array.from(tags).find(({ src }) => src.includes(file))
}

export type ScriptTag = { src: string; mode: string | undefined; hasWidget: boolean; options: TrackerOptions }

export const readScriptTag = (tag: HTMLScriptElement): ScriptTag => {
  const {
    agentId = '',
    tracker,
    widget,
    trackPageViews,
    trackClicks,
    apiBase,
    fingerprint,
    debug,
    redact
  } = tag.dataset
  const isOn = (value: string | undefined) => value !== 'false'
  return {
    src: tag.src,
    mode: tracker,
    hasWidget: isOn(widget ?? 'false'),
    options: {
      agentId,
      apiBase: (apiBase || new URL(tag.src).origin).replace(/\/+$/, ''),
      autoTrack: tracker === 'auto',
      autoTrackPageViews: isOn(trackPageViews),
      autoTrackClicks: isOn(trackClicks),
      fingerprint: isOn(fingerprint),
      redact: redact?.split(/[\s,]+/),
      debug: debug !== undefined && isOn(debug)
    }
  }
}
