/** Is this still start-up code, which runs before the first turn of the event loop and may block? */
import { shared } from './process-state.ts'

const startUp = shared('start-up', () => {
  const state = { isOver: false }
  const end = (): void => void (state.isOver = true)
  // Whichever phase of the loop comes first; neither keeps the process alive.
  setImmediate(end).unref()
  setTimeout(end, 0).unref()
  return state
})

/** Whether the loop has not turned since this module was loaded. */
export const isStartUp = (): boolean => !startUp.isOver
