/** A style sheet that a strict Content-Security-Policy lets through; a `<style>` would be stopped by it. */
export const addStyle = (root: ShadowRoot, css: string): void => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
