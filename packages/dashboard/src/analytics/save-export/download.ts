import type { ExportRequest } from '@foyer/protocol'
import { api } from '../../api.ts'

/** Asks for a file and hands it to the browser once it is whole; `progress` hears how many bytes have come. */
export async function download(
  asked: ExportRequest,
  signal: AbortSignal,
  progress: (bytes: number) => void
): Promise<void> {
  const response = await api.file('/api/analytics/export', asked, signal)
  const parts: Uint8Array<ArrayBuffer>[] = []
  let received = 0
  const reader = response.body?.getReader()
  for (;;) {
    const { value } = (await reader?.read()) ?? {}
    if (!value) break
    parts.push(value as Uint8Array<ArrayBuffer>)
    received += value.byteLength
    progress(received)
  }
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'export'
  const address = URL.createObjectURL(new Blob(parts, { type: response.headers.get('content-type') ?? '' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
