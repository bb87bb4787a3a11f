import type { Plugin } from 'vite'

/** The letters of almost every page are asked for with the stylesheet and not after it, so that words do not change while they are read. */
export function firstFont(): Plugin {
  return {
    name: 'first-font',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const font = Object.keys(bundle ?? {}).find(name => /geist-latin-wght-normal-[^/]*\.woff2$/.test(name))
        if (font === undefined) throw new Error('The latin letters of the font are not in the build.')
        return [
          {
            tag: 'link',
            attrs: { rel: 'preload', href: `/${font}`, as: 'font', type: 'font/woff2', crossorigin: true },
            injectTo: 'head'
          }
        ]
      }
    }
  }
}
