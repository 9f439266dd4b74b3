/** Runs something before the process ends, by itself or by a signal, and lets the signal do what it would have done. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** `end` runs once; `whenIdle` delays the signal until pending writes are done. Returns how to forget it. */
export function atExit(end: () => void, whenIdle: (then: () => void) => void): () => void {
  const forget = (): void => {
    process.removeListener('exit', onExit)
    for (const signal of signals) process.removeListener(signal, onSignal)
  }
  function onExit(): void {
    forget()
    end()
  }
  function onSignal(signal: NodeJS.Signals): void {
    process.removeListener(signal, onSignal)
    // Others handle it: they decide whether the process ends. Without a listener of ours they see what they would see without us.
    if (process.listenerCount(signal) > 0) return
    forget()
    end()
    whenIdle(() => process.kill(process.pid, signal))
  }
  process.once('exit', onExit)
  for (const signal of signals) process.prependListener(signal, onSignal)
  return forget
}
