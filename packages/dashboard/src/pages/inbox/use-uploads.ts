import type { Attachment } from '@foyer/protocol'
import { useEffect, useRef, useState } from 'react'
import { faultText } from '../../ui/states.tsx'
import { isPicture, refusalOf, typeOfFile } from './attachments.ts'
import { uploadAttachment } from './inbox-data.ts'

export type Upload = {
  key: string
  name: string
  bytes: number
  state: 'going' | 'failed'
  fault?: string
  /** Trying again would come to the same. */
  isFinal?: boolean
  preview?: string
}

const previewBytes = 3 * 1024 * 1024

/** Files on their way to the conversation; those that have arrived belong to the draft. */
export function useUploads(conversation: string, arrived: (attachment: Attachment) => void) {
  const [uploads, setUploads] = useState<Upload[]>([])
  const files = useRef(new Map<string, { file: File; abort: AbortController }>())
  const count = useRef(0)
  const change = (key: string, next: Partial<Upload>) =>
    setUploads(current => current.map(upload => (upload.key === key ? { ...upload, ...next } : upload)))
  const drop = (key: string) => {
    files.current.get(key)?.abort.abort()
    files.current.delete(key)
    setUploads(current => current.filter(upload => upload.key !== key))
  }

  async function send(key: string, file: File): Promise<void> {
    const abort = new AbortController()
    files.current.set(key, { file, abort })
    try {
      const attachment = await uploadAttachment(conversation, file, abort.signal)
      files.current.delete(key)
      setUploads(current => current.filter(upload => upload.key !== key))
      arrived(attachment)
    } catch (fault) {
      if (!abort.signal.aborted) change(key, { state: 'failed', fault: faultText(fault) })
    }
  }

  useEffect(() => {
    const going = files.current
    return () => {
      for (const { abort } of going.values()) abort.abort()
    }
  }, [])

  return {
    uploads,
    isGoing: uploads.some(upload => upload.state === 'going'),
    add(list: readonly File[], already: number): void {
      list.forEach((file, index) => {
        count.current += 1
        const key = `upload ${count.current}`
        const fault = refusalOf(file, already + index)
        const upload: Upload = {
          key,
          name: file.name,
          bytes: file.size,
          state: fault ? 'failed' : 'going',
          fault,
          isFinal: fault !== undefined
        }
        setUploads(current => [...current, upload])
        if (fault !== undefined) return
        void send(key, file)
        if (isPicture({ type: typeOfFile(file) }) && file.size < previewBytes)
          void previewOf(file).then(preview => change(key, { preview }))
      })
    },
    again(key: string): void {
      const held = files.current.get(key)
      if (!held) return
      change(key, { state: 'going', fault: undefined })
      void send(key, held.file)
    },
    drop
  }
}

/** The page's policy allows data: pictures and no blob: ones. */
function previewOf(file: File): Promise<string | undefined> {
  return new Promise(resolve => {
    const reader = new FileReader()
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : undefined)
    reader.onerror = () => resolve(undefined)
    reader.readAsDataURL(file)
  })
}
