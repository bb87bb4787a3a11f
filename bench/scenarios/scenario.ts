import type { Options } from '../options.ts'
import type { Report } from '../report.ts'

/** What one scenario found out that a later one builds on. */
export type Found = { requestsPerSecond: Map<number, number> }
export type Scenario = (options: Options, found: Found) => Promise<Report[]>
