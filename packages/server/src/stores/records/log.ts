import type { Logger } from 'pino'

export type RecordsLog = Pick<Logger, 'info' | 'warn' | 'error'>
