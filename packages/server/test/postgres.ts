/** A PostgreSQL on a loopback port, for tests of several processes on one. */
export { startServerByUrl } from '../src/stores/records/testing/server-by-url.ts'
