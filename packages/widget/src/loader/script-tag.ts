import type { WidgetOptions } from '../options.ts'

/**
 * Our own tag: the running script where the browser says so (not for modules), else the one that is called like ours, else the
 * tracker's, which brings us along when it carries data-widget.
 */
const findTag = (): HTMLScriptElement | undefined => {
  const { currentScript } = document
  // A page can have an element named "currentScript" that stands in its place.
  if (currentScript instanceof HTMLScriptElement && currentScript.src) return currentScript
  const tags = Array.from(document.querySelectorAll('script'))
  const called = (name: RegExp) => tags.find(({ src }) => name.test(src))
  return called(/\/widget\.js(?:$|[?#])/) ?? called(/\/v1\.js(?:$|[?#])/)
}

export type ScriptTag = { src: string; agentId: string | undefined; isAuto: boolean; options: WidgetOptions }

export const readScriptTag = (): ScriptTag | undefined => {
  const tag = findTag()
  if (!tag) return undefined
  const { agentId, widget, visitor: _notHere, ...given } = tag.dataset
  const options = Object.entries(given).map(([name, value]) => [name, value === 'false' ? false : value])
  return {
    src: tag.src,
    agentId,
    isAuto: widget !== undefined && widget !== 'manual' && widget !== 'false',
    options: { apiBase: new URL(tag.src).origin, ...Object.fromEntries(options) }
  }
}
