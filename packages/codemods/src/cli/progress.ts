/** Progress of a run: a line that is drawn over on a terminal, a line per stage elsewhere. */

/** Shows how far a long run has come. */
export interface Progress {
  step(stage: string, done: number, total: number): void
  stop(): void
}

/** A bar on a terminal, quiet lines elsewhere. */
export function startProgress(isTerminal: boolean): Progress {
  return isTerminal ? bar() : lines()
}

const width = 24
const everyMs = 50

/** Drawn with plain writes: reading and planning leave no turn to a timer, and the terminal keeps Ctrl-C to itself. */
function bar(): Progress {
  let stage = ''
  let begun = 0
  let drawn = 0
  const draw = (text: string): void => void process.stderr.write(`\r\u001b[K${text}`)
  return {
    step(name, done, total) {
      const now = Date.now()
      if (name !== stage) {
        stage = name
        begun = now
      } else if (now - drawn < everyMs && done < total) return
      drawn = now
      if (total <= 1) return draw(`${name} …`)
      const full = Math.round((width * done) / total)
      const left = done > 0 ? Math.round((((now - begun) / done) * (total - done)) / 1000) : 0
      draw(`${'█'.repeat(full)}${'░'.repeat(width - full)} ${name}: ${done} of ${total}${left > 0 ? `, ${left} s left` : ''}`)
    },
    stop() {
      if (stage !== '') draw('')
      stage = ''
    },
  }
}

function lines(): Progress {
  let stage = ''
  return {
    step(name) {
      if (name === stage) return
      stage = name
      console.error(`offloop: ${name}`)
    },
    stop() {},
  }
}
