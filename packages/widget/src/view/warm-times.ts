import { pause } from '../line/pause.ts'

/**
 * The first time a process writes a time it reads every locale there is: 60 ms at once on a page four times slower. Asked for in these
 * steps it is never more than half of that.
 */
export const warmTimes = async (): Promise<void> => {
  await pause()
  new Intl.Locale('en').maximize()
  await pause()
  Intl.DateTimeFormat.supportedLocalesOf('en')
  await pause()
}
