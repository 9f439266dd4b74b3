/** Progress of a run: a bar on a terminal, a line per stage elsewhere. */
import { progress } from '@clack/prompts'

/** Shows how far a long run has come. */
export interface Progress {
  step(stage: string, done: number, total: number): void
  stop(message: string): void
}

/** A bar on a terminal, quiet lines elsewhere. */
export function startProgress(isTerminal: boolean): Progress {
  return isTerminal ? bar() : lines()
}

function bar(): Progress {
  let current: ReturnType<typeof progress> | undefined
  let stage = ''
  let shown = 0
  const begun = Date.now()
  return {
    step(name, done, total) {
      if (name !== stage) {
        current?.stop(stage)
        current = progress({ max: Math.max(1, total) })
        current.start(name)
        stage = name
        shown = 0
      }
      if (done > shown) {
        const left = done > 0 ? Math.round((((Date.now() - begun) / done) * (total - done)) / 1000) : 0
        current?.advance(done - shown, `${name}: ${done} of ${total}${left > 0 ? `, ${left} s left` : ''}`)
        shown = done
      }
    },
    stop(message) {
      current?.stop(message)
      current = undefined
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
