import type { Store } from '../line/storage.ts'

export type Bell = ReturnType<typeof createBell>

const quietMs = 1500

/** Rings for what has come. A browser lets a page sound only after the visitor has touched it. */
export const createBell = (store: Store, agentId: string, isWanted: boolean) => {
  const key = `${agentId}_chat_muted`
  let audio: AudioContext | undefined
  const isOn = () => isWanted && !store.text(key)

  const play = async () => {
    if (audio?.state === 'running') (await import('./tones.ts')).play(audio)
  }

  return {
    isOffered: isWanted,
    isOn,
    turn(on: boolean) {
      if (on) store.remove(key)
      else store.setText(key, '1')
    },
    /** Within a click of the visitor's; a page that opens the chat by itself makes no sound, and no complaint on the console. */
    wake() {
      if (!isOn() || typeof AudioContext === 'undefined' || navigator.userActivation?.isActive === false) return
      audio = audio ?? new AudioContext()
      audio.resume().catch(() => undefined)
    },
    /** One tab rings, not all of them. */
    ring() {
      if (!isOn()) return
      const rung = navigator.locks
        ? navigator.locks.request(`ll_${agentId}_ring`, { ifAvailable: true }, async lock => {
            if (!lock) return
            await play()
            await new Promise(done => setTimeout(done, quietMs))
          })
        : play()
      // A sound that could not be made is no trouble of the visitor's.
      rung.catch(() => undefined)
    }
  }
}
