import type { WidgetOptions } from '../options.ts'

/** Our own tag: the running script where the browser says so (not for modules), else the one that is called like ours. */
const findTag = (): HTMLScriptElement | undefined => {
  const { currentScript } = document
  // A page can have an element named "currentScript" that stands in its place.
  if (currentScript instanceof HTMLScriptElement && currentScript.src) return currentScript
  return Array.from(document.querySelectorAll('script')).find(({ src }) => /\/widget\.js(?:$|[?#])/.test(src))
}

export type ScriptTag = { src: string; agentId: string; isAuto: boolean; options: WidgetOptions }

export const readScriptTag = (): ScriptTag | undefined => {
  const tag = findTag()
  if (!tag) return undefined
  const { agentId = '', widget, apiBase, ...given } = tag.dataset
  const isOn = (value: string | undefined) => (value === undefined ? undefined : value !== 'false')
  const number = (value: string | undefined) => (value && Number.isFinite(Number(value)) ? Number(value) : undefined)
  const { visitor: _notHere, ...texts } = given as Record<string, string> & { visitor?: string }
  return {
    src: tag.src,
    agentId,
    isAuto: widget !== undefined && widget !== 'manual' && widget !== 'false',
    options: {
      ...texts,
      apiBase: apiBase || new URL(tag.src).origin,
      sound: isOn(given.sound),
      attachments: isOn(given.attachments),
      trackPages: isOn(given.trackPages),
      offset: number(given.offset),
      zIndex: number(given.zIndex)
    } as WidgetOptions
  }
}
