import { pino } from 'pino'
import { announcement } from './announcement.ts'
import { type App, createApp } from './app.ts'
import { type Command, commandOf, type GivenConfig } from './config.ts'
import { helpText, printedConfig } from './config-text.ts'
import { redactedPaths } from './http/index.ts'
import { listenProblem } from './listen-problem.ts'
import { StartError } from './start-error.ts'
import { openDataFolder } from './stores/index.ts'

const stopLimitMs = 10_000
const sameSignalMs = 500

process.on('uncaughtException', error => {
  // What else is broken is unknown by now. Everything acknowledged is on disk, so ending is the safe way on.
  console.error('Foyer ends because of an error that nothing was ready for:', error)
  process.exit(1)
})

try {
  await run(commandOf(process.argv.slice(2)))
} catch (error) {
  console.error(error instanceof StartError ? error.message : error)
  process.exit(1)
}

async function run({ run: what, config }: Command): Promise<void> {
  if (what === 'help') return console.log(helpText())
  if (what === 'print-config') return console.log(printedConfig(config))
  const app = await open(config)
  stopOnSignal(app.close)
  const address = await listen(app, config)
  console.log(announcement({ config, address, setupCode: app.setupCode }))
  if (config.demo) await app.fillDemo(address, config.port === 0 ? address : config.publicUrl)
}

async function open(config: GivenConfig): Promise<Pick<App, 'listen' | 'close' | 'setupCode' | 'fillDemo'>> {
  const data = await openDataFolder(config.dataFolder)
  try {
    const log = pino({ level: config.logLevel, redact: redactedPaths })
    const app = await createApp({ ...config, secret: config.secret ?? data.secret() }, log)
    return { ...app, close: () => app.close().finally(data.release) }
  } catch (error) {
    data.release()
    throw error
  }
}

async function listen(app: Pick<App, 'listen' | 'close'>, config: GivenConfig): Promise<string> {
  try {
    return await app.listen()
  } catch (error) {
    await app.close()
    throw listenProblem(error, config)
  }
}

/** The first signal lets requests finish; who asks again a little later does not want to wait. */
function stopOnSignal(close: App['close']): void {
  let askedAt: number | undefined
  const stop = async () => {
    if (askedAt !== undefined) {
      // npm passes a Ctrl-C on that the terminal has sent us already.
      if (performance.now() - askedAt > sameSignalMs) process.exit(1)
      return
    }
    askedAt = performance.now()
    setTimeout(() => {
      console.error(`Foyer did not stop within ${stopLimitMs / 1000} s and ends now. Nothing acknowledged is lost.`)
      process.exit(1)
    }, stopLimitMs).unref()
    await close()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
