/** Two soft notes, made on the spot. */
export const play = (audio: AudioContext): void => {
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
