/** Marked private, in whatever words but "false": a site that wrote the attribute meant it. */
export const isPrivate = (element: Element): boolean => (element.getAttribute('data-ll-private') ?? 'false') !== 'false'
