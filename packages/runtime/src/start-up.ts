/** Is this still start-up code, which runs before the first turn of the event loop and may block? */

let isOver = false
const end = (): void => void (isOver = true)
// Whichever phase of the loop comes first; neither keeps the process alive.
setImmediate(end).unref()
setTimeout(end, 0).unref()

/** Whether the loop has not turned since this module was loaded. */
export const isStartUp = (): boolean => !isOver
