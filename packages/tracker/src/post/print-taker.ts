export type PrintTool = () => Promise<{ takePrint(): Promise<string> }>

const limitMs = 1500

/**
 * The device print, taken once and only when first asked for. Without it after 1.5 seconds, or where its code is blocked, the
 * visitor is identified by the local id alone; `hurry` (the page is being left) ends the wait at once.
 */
export const createPrintTaker = (load: PrintTool, later: (work: () => void, ms: number) => () => void) => {
  let taken: Promise<string | undefined> | undefined
  let giveUp: (() => void) | undefined
  return {
    take(): Promise<string | undefined> {
      taken =
        taken ??
        new Promise(resolve => {
          giveUp = () => resolve(undefined)
          later(giveUp, limitMs)
          load()
            .then(tool => tool.takePrint())
            .then(resolve, giveUp)
        })
      return taken
    },
    hurry: () => giveUp?.()
  }
}
