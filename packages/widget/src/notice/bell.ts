import type { Store } from '../line/storage.ts'

export type Bell = ReturnType<typeof createBell>

const quietMs = 1500

/** Two soft notes, made on the spot. A browser lets a page sound only after the visitor has touched it. */
export const createBell = (store: Store, agentId: string, isWanted: boolean) => {
  const key = `${agentId}_chat_muted`
  let audio: AudioContext | undefined
  const isOn = () => isWanted && !store.text(key)

  const play = () => {
    if (audio?.state !== 'running') return
    const start = audio.currentTime
    for (const [at, pitch] of [
      [0, 659.25],
      [0.12, 880]
    ] as const) {
      const tone = audio.createOscillator()
      const volume = audio.createGain()
      tone.frequency.value = pitch
      volume.gain.setValueAtTime(0, start + at)
      volume.gain.linearRampToValueAtTime(0.07, start + at + 0.015)
      volume.gain.exponentialRampToValueAtTime(0.0001, start + at + 0.35)
      tone.connect(volume).connect(audio.destination)
      tone.start(start + at)
      tone.stop(start + at + 0.4)
    }
  }

  return {
    isOffered: isWanted,
    isOn,
    turn(on: boolean) {
      if (on) store.remove(key)
      else store.setText(key, '1')
    },
    /** Within a click of the visitor's. */
    wake() {
      if (!isOn() || typeof AudioContext === 'undefined') return
      audio = audio ?? new AudioContext()
      audio.resume().catch(() => undefined)
    },
    /** One tab rings, not all of them. */
    ring() {
      if (!isOn()) return
      if (!navigator.locks) return play()
      navigator.locks
        .request(`ll_${agentId}_ring`, { ifAvailable: true }, async lock => {
          if (!lock) return
          play()
          await new Promise(done => setTimeout(done, quietMs))
        })
        .catch(() => undefined)
    }
  }
}
