/** Says in the tab's title how much is unread, while nobody looks at it. A title the page has changed meanwhile stays the page's. */
export const createTitleNotice = () => {
  let own = ''
  let before = ''
  const restore = () => {
    if (own && document.title === own) document.title = before
    own = ''
  }
  return {
    show(unread: number) {
      restore()
      if (!unread) return
      before = document.title
      own = `(${unread}) ${before}`
      document.title = own
    }
  }
}
