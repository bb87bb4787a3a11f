import { closeSync, fsyncSync, openSync } from 'node:fs'

/** A file that was given its name is only there after a power cut when its folder was synced too. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
