import { type ComponentType, Fragment, h, type VNode } from 'preact'

/** What compiled JSX calls, over preact's own `h`: its full runtime also serves pre-rendering, half a kilobyte nobody here needs. */
export const jsx = (type: ComponentType | string, props: Record<string, unknown>, key?: string): VNode =>
  h(type as string, key === undefined ? props : { ...props, key })
export { Fragment, jsx as jsxs }
