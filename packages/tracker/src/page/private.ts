/** The attribute is there and does not say "false". */
export const isMarked = (element: Element, attribute: string): boolean =>
  (element.getAttribute(attribute) ?? 'false') !== 'false'

export const isPrivate = (element: Element): boolean => isMarked(element, 'data-ll-private')
