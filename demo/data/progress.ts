type Terminal = { isTTY?: boolean; columns?: number; write(text: string): unknown }

export type Progress = { at(done: number, note?: string): void; end(line: string): void }

const framesPerSecond = 20
const barWidth = 28

/** A bar that fills in place on a terminal; in a log, a line at every quarter. */
export function createProgress(given: {
  terminal: Terminal
  label: string
  total: number
  now: () => number
}): Progress {
  const { terminal, label, total, now } = given
  let drawnAt = Number.NEGATIVE_INFINITY
  let quarter = 0

  function draw(done: number, note: string): void {
    const share = Math.min(1, done / total)
    const filled = Math.round(share * barWidth)
    const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`
    const line = `  ${label}  ${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${note}`
    terminal.write(`\r\u001b[2K${line.slice(0, Math.max(20, (terminal.columns ?? 80) - 1))}`)
  }

  return {
    at(done, note = '') {
      if (!terminal.isTTY) {
        const reached = Math.floor((done / total) * 4)
        if (reached > quarter && reached < 4) terminal.write(`  ${label}: ${reached * 25} %\n`)
        quarter = Math.max(quarter, reached)
        return
      }
      if (done < total && now() - drawnAt < 1000 / framesPerSecond) return
      drawnAt = now()
      draw(done, note)
    },
    end(line) {
      terminal.write(terminal.isTTY ? `\r\u001b[2K  ${line}\n` : `  ${line}\n`)
    }
  }
}
