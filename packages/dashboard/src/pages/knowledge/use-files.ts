import { useRef, useState } from 'react'
import { faultText } from '../../ui/states.tsx'
import { refusalOfDocument, typeOfDocument } from './files.ts'
import { learnAgain, uploadDocument } from './knowledge-data.ts'

export type Sent = {
  key: string
  name: string
  state: 'waiting' | 'going' | 'failed'
  fault?: string
  /** Trying again would come to the same. */
  isFinal?: boolean
}

/** Files one after another: a folder of fifty must not hold up the rest of the page. Those that arrived are in the list below. */
export function useFiles() {
  const [files, setFiles] = useState<Sent[]>([])
  const [arrived, setArrived] = useState(0)
  const held = useRef(new Map<string, File>())
  const failed = useRef(new Map<string, File>())
  const count = useRef(0)
  const isGoing = useRef(false)
  const change = (key: string, next: Partial<Sent>) =>
    setFiles(current => current.map(file => (file.key === key ? { ...file, ...next } : file)))

  async function go(): Promise<void> {
    if (isGoing.current) return
    isGoing.current = true
    try {
      for (const [key, file] of held.current) {
        change(key, { state: 'going', fault: undefined })
        await sendOne(key, file)
        held.current.delete(key)
      }
    } finally {
      isGoing.current = false
    }
  }

  async function sendOne(key: string, file: File): Promise<void> {
    try {
      await uploadDocument(file, typeOfDocument(file) ?? file.type)
      setFiles(current => current.filter(other => other.key !== key))
      setArrived(current => current + 1)
      await learnAgain()
    } catch (fault) {
      failed.current.set(key, file)
      change(key, { state: 'failed', fault: faultText(fault) })
    }
  }

  return {
    files,
    arrived,
    add(list: readonly File[]): void {
      const added = list.map((file): Sent => {
        count.current += 1
        const key = `file ${count.current}`
        const fault = refusalOfDocument(file)
        if (fault === undefined) held.current.set(key, file)
        return {
          key,
          name: file.name,
          state: fault === undefined ? 'waiting' : 'failed',
          fault,
          isFinal: fault !== undefined
        }
      })
      setFiles(current => [...current, ...added])
      void go()
    },
    again(key: string): void {
      const file = failed.current.get(key)
      if (!file) return
      failed.current.delete(key)
      held.current.set(key, file)
      change(key, { state: 'waiting', fault: undefined })
      void go()
    },
    drop(key: string): void {
      held.current.delete(key)
      failed.current.delete(key)
      setFiles(current => current.filter(file => file.key !== key))
    }
  }
}
