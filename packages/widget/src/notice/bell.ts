import type { Store } from '../line/storage.ts'

export type Bell = ReturnType<typeof createBell>

const quietMs = 1500

/** Rings for what has come. A browser lets a page sound only after the visitor has touched it. */
export const createBell = (store: Store, agentId: string, isWanted: boolean) => {
  const key = `${agentId}_chat_muted`
  let audio: AudioContext | undefined
  const isOn = () => isWanted && !store.text(key)

  /** Opening a way to the loudspeaker takes 100 ms of a page four times slower, so it is opened for a sound, not for a visitor. */
  const open = () => {
    if (typeof AudioContext === 'undefined' || navigator.userActivation?.hasBeenActive === false) return
    audio = audio ?? new AudioContext()
    return audio.resume()
  }
  const play = async () => {
    // Where a click is still missing it is never open.
    await Promise.race([open(), new Promise(done => setTimeout(done, quietMs))])
    if (audio?.state === 'running') (await import('./tones.ts')).play(audio)
  }

  return {
    isOffered: isWanted,
    isOn,
    turn(on: boolean) {
      if (on) store.remove(key)
      else store.setText(key, '1')
    },
    /** Safari lets sound only what was opened within a click; others remember that there was one. */
    wake() {
      if (isOn() && 'GestureEvent' in window) open()?.catch(() => undefined)
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
