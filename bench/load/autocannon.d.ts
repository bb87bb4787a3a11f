// The part of autocannon that the bench uses; the package brings no types of its own.
declare module 'autocannon' {
  export type Client = object
  type Result = {
    requests: { total: number }
    latency: { p50: number; p99: number }
    duration: number
    '2xx': number
    non2xx: number
    errors: number
    timeouts: number
  }
  export default function autocannon(options: {
    url: string
    connections: number
    duration: number
    timeout: number
    overallRate?: number
    setupClient(client: Client): void
  }): Promise<Result>
}
